import { settingsSchema } from '../config/settings-schema.ts';
import type { Manifest } from '../manifest.ts';

/** The forms in which --about can be had. */
export const ABOUT_FORMATS = ['text', 'json', 'markdown'] as const;

/** One of {@link ABOUT_FORMATS}. */
export type AboutFormat = (typeof ABOUT_FORMATS)[number];

/** Capabilities of the tap, in the words of the Singer SDK. Tools show them, and Meltano acts on some. */
export const CAPABILITIES = [
  'catalog',
  'discover',
  'state',
  'about',
  'test',
  'activate-version',
  'batch',
  'structured-logging',
] as const;

/** Makes what --about prints, without a config. JSON has the shape of the Singer SDK's, which hubs read. */
export function about(manifest: Manifest, format: AboutFormat): string {
  switch (format) {
    case 'text':
      return aboutAsText(manifest);
    case 'json':
      return aboutAsJson(manifest);
    case 'markdown':
      return aboutAsMarkdown(manifest);
  }
}

/** Source: JSONFormatter of the Singer SDK; what is of Python alone is null. */
function aboutAsJson({ name, version, description }: Manifest): string {
  const info = {
    name,
    description,
    version,
    sdk_version: null,
    supported_python_versions: null,
    capabilities: CAPABILITIES,
    settings: settingsSchema,
  };
  return JSON.stringify(info, null, 2);
}

function aboutAsText({ name, version, description }: Manifest): string {
  const settings = Object.entries(settingsSchema.properties).flatMap(([name, setting]) => [
    `  - Name: ${name}${isRequired(name) ? ' (required)' : ''}`,
    `    Type: ${setting.type}`,
    ...('default' in setting ? [`    Default: ${setting.default}`] : []),
    `    Environment Variable: TAP_CUSTOMERIO_${name.toUpperCase()}`,
    `    Description: ${setting.description}`,
  ]);
  return [
    `Name: ${name}`,
    `Description: ${description}`,
    `Version: ${version}`,
    'Capabilities:',
    ...CAPABILITIES.map((capability) => `  - ${capability}`),
    'Settings:',
    ...settings,
  ].join('\n');
}

function aboutAsMarkdown({ name, description }: Manifest): string {
  return [
    `# \`${name}\``,
    description,
    '## Capabilities',
    CAPABILITIES.map((capability) => `- \`${capability}\``).join('\n'),
    '## Settings',
    settingsTable(),
  ].join('\n\n');
}

/** The settings as a Markdown table; docs/settings.md has the same. */
export function settingsTable(): string {
  const rows = Object.entries(settingsSchema.properties).map(([name, setting]) => {
    const fallback = isRequired(name) ? 'required' : 'default' in setting ? `\`${setting.default}\`` : '';
    return `| \`${name}\` | ${fallback} | ${setting.description} |`;
  });
  return ['| setting | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function isRequired(name: string): boolean {
  const required: readonly string[] = settingsSchema.required;
  return required.includes(name);
}
