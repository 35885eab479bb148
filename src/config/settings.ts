import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { didYouMean } from '../did-you-mean.ts';
import type { FilledSettings } from '../generated/settings.ts';
import { asJsonObject, type JsonObject } from '../json/json-object.ts';
import { toBoolean } from '../json/to-boolean.ts';
import { isLoopback } from '../loopback.ts';
import { TapError } from '../tap-error.ts';
import { isBeforeUnixTime, toRfc3339, toUnixSeconds } from '../time/instant.ts';
import {
  ENV_PREFIX,
  type Environment,
  fromJsonText,
  readGivenSettings,
  SETTING_NAMES,
  textsOf,
  toTexts,
  toVariable,
} from './given-settings.ts';
import { REGION_URLS, settingsSchema } from './settings-schema.ts';
import { isFolder } from './to-folder.ts';

/** Form of BATCH files. */
export type BatchConfig = NonNullable<FilledSettings['batch_config']>;

/** The settings after validation: defaults filled in, the address of the API decided. */
export type Settings = FilledSettings & { readonly base_url: string };

/** The settings, and a warning for each name in a file or the environment that is not a setting. */
export interface ReadSettings {
  settings: Settings;
  unknown: string[];
}

/**
 * Reads the settings. Throws one {@link TapError} that lists every fault, never a value. `faultsOfStreams` gives those of
 * the names of streams, which are no business of this layer.
 */
export async function readSettings(
  sources: readonly string[],
  env: Environment,
  faultsOfStreams?: (words: readonly string[]) => readonly string[],
): Promise<ReadSettings> {
  const given = await readGivenSettings(sources, env);
  const unknown = [
    ...Object.keys(given)
      .filter((name) => !Object.hasOwn(settingsSchema.properties, name))
      .map(describeUnknown),
    ...misspeltVariables(env),
  ];
  return { settings: validateSettings(given, { unknown, faultsOfStreams }), unknown };
}

/** Names a setting that is none, and the one that may have been meant. */
function describeUnknown(name: string): string {
  return `the setting ${JSON.stringify(name)} is not known and has no effect${didYouMean(name, SETTING_NAMES)}`;
}

/**
 * Names the environment variables that are nearly a setting's. Others with the prefix may be somebody else's: Meltano's
 * `TAP_CUSTOMERIO__SELECT` is one.
 */
function misspeltVariables(env: Environment): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(ENV_PREFIX))
    .map((name) => name.slice(ENV_PREFIX.length).toLowerCase())
    .filter((name) => !name.startsWith('_') && !SETTING_NAMES.includes(name))
    .flatMap((name) => {
      const meant = didYouMean(name, SETTING_NAMES, toVariable);
      return meant
        ? [`the environment variable ${toVariable(name)} is not known and has no effect${meant}`]
        : [];
    });
}

/** Facts that {@link validateSettings} cannot see for itself. */
interface Checks {
  unknown?: readonly string[];
  faultsOfStreams?: ((words: readonly string[]) => readonly string[]) | undefined;
}

/**
 * Checks settings against the schema and fills in defaults; throws one {@link TapError} that lists every fault, and the
 * names that are `unknown`, which may be misspelt.
 */
export function validateSettings(
  given: JsonObject,
  { unknown = [], faultsOfStreams = () => [] }: Checks = {},
): Settings {
  validator ??= compileSchema();
  const isGivenSettings = validator;
  const settings: unknown = understand(given);
  const isValid = isGivenSettings(settings);
  // ajv takes the text "Infinity" for a number, and then compares it with no limit.
  const endless = Object.entries(asJsonObject(settings)).filter(
    ([, value]) => value === Infinity || value === -Infinity,
  );
  if (isValid && settings.batch_config && settings.emit_activate_version_messages)
    throw new TapError(TOGETHER);
  const streamFaults = faultsOfStreams(textsOf(asJsonObject(settings)['streams']));
  if (isValid && endless.length === 0 && streamFaults.length === 0) {
    return { ...settings, base_url: toBaseUrl(settings.base_url ?? REGION_URLS[settings.region]) };
  }
  const faults = new Set([
    ...(isGivenSettings.errors ?? []).map(describeFault),
    ...endless.map(([name]) => `${name} must be a finite number`),
    ...streamFaults,
    ...unknown,
  ]);
  throw new TapError(`invalid settings: ${[...faults].join('; ')}`);
}

let validator: ValidateFunction<Settings> | undefined;

/** Compiles the schema, once: that takes longer than all else that is done with settings. */
function compileSchema(): ValidateFunction<Settings> {
  // The schema is the tap's own. A test holds it against the meta-schema, which is larger than the schema itself.
  const own = { meta: false, validateSchema: false };
  const ajv = new Ajv({ allErrors: true, coerceTypes: true, useDefaults: true, strictTypes: false, ...own });
  ajv.addKeyword('secret');
  // A few digits are a date in another form, such as 20260131, and no seconds of 1970.
  ajv.addFormat('date-time', (text) => toUnixSeconds(text) !== undefined && !/^\d{1,8}$/.test(text));
  ajv.addFormat('uri', isBaseUrl);
  ajv.addFormat('folder', isFolder);
  return ajv.compile<Settings>(settingsSchema);
}

const TOGETHER =
  'invalid settings: batch_config and emit_activate_version_messages exclude each other, since rows from BATCH files have no version and ACTIVATE_VERSION would delete them; unset one of them';

/** Settings as people and shells write them: `True`, `yes` and `1` for true, a region in capitals. */
function understand(given: JsonObject): Record<string, unknown> {
  const properties: Record<string, { type?: string; enum?: unknown }> = settingsSchema.properties;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      const { type, enum: words } = properties[name] ?? {};
      const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
      if (type === 'boolean') return [name, toBoolean(value) ?? value];
      // The library would take true for 1, and for the text "true".
      if (typeof value === 'boolean' && type !== undefined) return [name, [value]];
      if (type === 'array') return [name, toTexts(value)];
      if (type === 'object') return [name, fromJsonText(value)];
      // By 1970-01-01 and 1900-01-01 people mean everything.
      if (name === 'anchor_date' && typeof value === 'string' && isBeforeUnixTime(value))
        return [name, toRfc3339(1)];
      return [name, words === undefined ? value : word];
    }),
  );
}

/** Scheme and host in lower case, without the `/v1` or the slash that people copy along. */
function toBaseUrl(text: string): string {
  return new URL(text).href.replace(/\/+$/, '').replace(/\/v1$/, '');
}

/** Plain http would send the key in clear; loopback does not leave the machine. */
function isBaseUrl(text: string): boolean {
  // The parser would take blanks around the address, and they would end up within each request's.
  if (/\s/.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username || password || /[?#]/.test(text)) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function describeFault({ keyword, instancePath, params }: ErrorObject): string {
  const missing: unknown = params['missingProperty'];
  const path = [...instancePath.split('/').slice(1), ...(typeof missing === 'string' ? [missing] : [])];
  // Of a list, the setting as a whole is named.
  const name = path.filter((part) => !/^\d+$/.test(part)).join('.');
  switch (keyword) {
    case 'required':
      if (name !== 'app_api_key') return `${name} is required`;
      return `${name} is required: put an App API key into the config file or into ${ENV_PREFIX}${name.toUpperCase()}`;
    case 'type':
      return `${name} must be ${article(String(params['type']))}`;
    case 'enum':
      return `${name} must be one of ${JSON.stringify(params['allowedValues'])}`;
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return `${name} must be ${String(params['comparison'])} ${String(params['limit'])}`;
    case 'minItems':
      return `${name} must not be an empty list`;
    case 'pattern':
      if (name.startsWith('batch_config'))
        return `${name} must be letters, digits, dots, dashes and underscores`;
      if (name === 'esp_domains') return `${name} must be names of domains such as mail.example.com`;
      return `${name} must be plain characters${name === 'app_api_key' ? ' without spaces or line breaks' : ''}`;
    case 'additionalProperties':
      return `${name}.${String(params['additionalProperty'])} is not known`;
    case 'format':
      if (name === 'batch_config.storage.root')
        return `${name} must be a folder of this machine without # and ? in its path, such as /var/lib/batches or file:///var/lib/batches`;
      return name === 'base_url'
        ? 'base_url must be an https address such as https://api.customer.io (plain http only for localhost)'
        : `${name} must be an ISO 8601 date or date-time such as 2026-01-31 or 2026-01-31T12:00:00Z (one such as "3 days ago" is understood in Meltano only)`;
    default:
      return `${name} is not valid (${keyword})`;
  }
}

function article(type: string): string {
  if (type === 'object') return 'an object, or JSON text of one';
  if (type === 'array') return 'a list';
  return type === 'integer' ? 'a whole number' : `a ${type}`;
}
