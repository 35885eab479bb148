import { Document, stringify } from 'yaml';
import { CAPABILITIES } from '../../src/commands/about.ts';
import { SETTING_ALIASES, settingsSchema } from '../../src/config/settings-schema.ts';
import { rawUrl, repositoryUrl } from './repository.ts';

/** A setting's own schema, as far as it decides what Meltano is told. */
interface SettingSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly title: string;
  readonly description: string;
  readonly default?: string | number | boolean;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly secret?: boolean;
}

const OWNER = new URL(repositoryUrl).pathname.split('/')[1];

const HEADER = `# Made by \`npm run generate\`. Do not edit.
# For a Meltano project: meltano add --from-ref ${rawUrl}meltano/tap-customerio.yml tap-customerio
# For Meltano Hub: copy to _data/meltano/extractors/tap-customerio/${OWNER}.yml; add ${OWNER} to _data/maintainers.yml, an entry to
# _data/default_variants.yml, and static/assets/logos/extractors/customerio.png.
# request_timeout_seconds and max_retry_seconds are of kind string: Meltano 4.4 fails at a decimal that comes from the
# environment.
`;

const NEXT_STEPS = `Put the App API key (not a Track API key) into the environment or into \`.env\`, set the region if the workspace is in the
EU, and ask for a first record:

\`\`\`sh
echo "TAP_CUSTOMERIO_APP_API_KEY='YOUR-KEY'" >> .env
meltano config set tap-customerio region eu
meltano config test tap-customerio
\`\`\`
`;

const USAGE = `### Streams

Sixteen streams are read by default, and no people. The setting \`streams\` names what is read: streams, and groups such as
\`+default\` and \`+profiles\`.

\`\`\`sh
meltano config set tap-customerio streams '["+default", "people"]'
\`\`\`

### Rate limit

Customer.io counts ten requests a second per workspace, for all that use its App API. If two pipelines read one workspace
at the same time, divide the limit between them: \`requests_per_second\`.
`;

/** Values of settings that are Meltano's alone: it does not heed selected-by-default, and would read people, too. */
const VALUES: Readonly<Record<string, unknown>> = { streams: ['+default'] };

/** What goes into a Meltano project or its Hub, and is not told by the settings. */
const ABOUT_PLUGIN = {
  name: 'tap-customerio',
  variant: OWNER,
  namespace: 'tap_customerio',
  label: 'Customer.io',
  description: 'Customer engagement platform',
  pip_url: 'tap-customerio',
  repo: repositoryUrl,
  docs: `${repositoryUrl}#readme`,
  domain_url: 'https://customer.io',
  logo_url: '/assets/logos/extractors/customerio.png',
  keywords: ['api'],
  maintenance_status: 'beta',
  quality: 'unknown',
  next_steps: NEXT_STEPS,
  usage: USAGE,
};

/**
 * The plugin's definition in the form of Meltano Hub's files, which `meltano add --from-ref` takes too: keys, settings
 * and capabilities in alphabetical order, as the Hub's linter wants them.
 */
export function pluginDefinition(): string {
  const definition = {
    ...ABOUT_PLUGIN,
    capabilities: CAPABILITIES.toSorted(),
    settings_group_validation: [[...settingsSchema.required]],
    settings: settings().toSorted((one, other) => (one.name < other.name ? -1 : 1)),
  };
  return HEADER + stringify(definition, { sortMapEntries: true, indentSeq: false, lineWidth: 0 });
}

/** What a project's meltano.yml needs of it, short enough to be copied: a setting is a line, texts and defaults are left out. */
export function projectEntry(): string {
  const document = new Document();
  const inOneLine = (value: unknown) => document.createNode(value, { flow: true });
  const { name, namespace, pip_url } = ABOUT_PLUGIN;
  document.contents = document.createNode([
    {
      name,
      namespace,
      pip_url,
      capabilities: inOneLine(CAPABILITIES),
      settings_group_validation: inOneLine([settingsSchema.required]),
      settings: settings().map(({ label, description, value, ...needed }) =>
        inOneLine(needed.name in VALUES ? { ...needed, value } : needed),
      ),
    },
  ]);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd();
}

function settings() {
  const properties: Record<string, SettingSchema> = settingsSchema.properties;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    ...kindOf(schema),
    label: schema.title,
    description: schema.description,
    ...presetOf(name, schema.default),
    ...(schema.secret ? { sensitive: true } : {}),
    ...aliasesOf(name),
  }));
}

function presetOf(name: string, usual: SettingSchema['default']): { value?: unknown } {
  const value = VALUES[name] ?? usual;
  return value === undefined ? {} : { value };
}

function kindOf({ type, enum: values, format }: SettingSchema) {
  if (values) {
    return { kind: 'options', options: values.map((value) => ({ label: value.toUpperCase(), value })) };
  }
  if (format === 'date-time') return { kind: 'date_iso8601' };
  // `decimal` breaks Meltano 4.4 when the value comes from the environment: "Decimal is not JSON serializable".
  return { kind: type === 'number' ? 'string' : type };
}

function aliasesOf(setting: string) {
  const aliases = [...SETTING_ALIASES].filter(([, name]) => name === setting).map(([alias]) => alias);
  return aliases.length > 0 ? { aliases } : {};
}
