import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CAPABILITIES } from '../../../src/commands/about.ts';
import { settingsSchema } from '../../../src/config/settings-schema.ts';
import { installPython } from '../install-python.ts';
import { runCommand } from '../run-command.ts';
import { readmeBlock } from './readme-block.ts';

interface Definition {
  name: string;
  capabilities: string[];
  settings: {
    name: string;
    kind: string;
    sensitive?: boolean;
    value?: unknown;
    options?: { value: string }[];
  }[];
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DEFINITION = join(ROOT, 'meltano/tap-customerio.yml');
const PROJECT = join(ROOT, 'meltano.yml');
const HUB_SCHEMAS = fileURLToPath(new URL('./hub-schemas/', import.meta.url));

const definition: Definition = parse(readFileSync(DEFINITION, 'utf8'));

describe('the definition for Meltano Hub', () => {
  const accepts = hubValidator('plugin_definitions/extractors.schema.json');

  it("fits the Hub's schema of extractors", () => {
    accepts(definition);
    expect(accepts.errors).toBeNull();
  });

  it.each([
    ['a key that the Hub does not know', { ...definition, installer: 'npm' }],
    ['a capability that the Hub does not know', { ...definition, capabilities: ['resume'] }],
    ['a setting of another kind', { ...definition, settings: [{ name: 'region', kind: 'enum' }] }],
  ])('would not fit with %s', (_, wrong) => {
    expect(accepts(wrong)).toBe(false);
  });

  it("passes the Hub's linter", async () => {
    const { program } = await installPython('yamllint');
    const rules = join(HUB_SCHEMAS, 'yamllint.yaml');
    expect(await runCommand(program('yamllint'), ['--strict', '-c', rules, DEFINITION])).toBe('');
  });

  it('has every setting and every capability of the tap, in alphabetical order', () => {
    expect(definition.settings.map(({ name }) => name)).toEqual(
      Object.keys(settingsSchema.properties).sort(),
    );
    expect(definition.capabilities).toEqual([...CAPABILITIES].sort());
  });

  it('hides the key and nothing else', () => {
    const hidden = definition.settings.filter(({ sensitive }) => sensitive);
    expect(hidden.map(({ name }) => name)).toEqual(['app_api_key']);
  });
});

describe('the project to copy', () => {
  let accepts: ValidateFunction;

  beforeAll(async () => {
    const { packages } = await installPython('meltano');
    const schema = readJson(join(packages, 'meltano/schemas/meltano.schema.json'));
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    accepts = ajv.compile(schema);
  });

  it("fits Meltano's own schema of meltano.yml", () => {
    accepts(parse(readFileSync(PROJECT, 'utf8')));
    expect(accepts.errors).toBeNull();
  });

  it('has the loader that the README has', () => {
    const { loaders } = parse(readFileSync(PROJECT, 'utf8')).plugins;
    expect({ loaders: loaders.slice(0, 1) }).toMatchObject(readmeBlock('loaders'));
  });

  it('would not fit with a key that Meltano does not know', () => {
    expect(
      accepts({ plugins: { extractors: [{ name: 'tap-customerio', npm_url: 'tap-customerio' }] } }),
    ).toBe(false);
  });
});

/** A validator of the Hub's schemas, which name each other by relative paths. */
function hubValidator(path: string): ValidateFunction {
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  const base = 'https://hub.meltano.com/schemas/';
  for (const file of readdirSync(HUB_SCHEMAS, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.json')) ajv.addSchema({ ...readJson(join(HUB_SCHEMAS, file)), $id: base + file });
  }
  const validate = ajv.getSchema(base + path);
  if (validate === undefined) throw new Error(`no schema ${path}`);
  return validate;
}

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8'));
}
