import type { JsonObject } from '../json/json-object.ts';
import { readJsonFile } from './read-json-file.ts';
import { SETTING_ALIASES, settingsSchema } from './settings-schema.ts';

/** Environment variables, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Prefix of the environment variables that hold settings: `TAP_CUSTOMERIO_APP_API_KEY`. */
export const ENV_PREFIX = 'TAP_CUSTOMERIO_';

/** Every name that a setting can be given by. */
export const SETTING_NAMES = [...Object.keys(settingsSchema.properties), ...SETTING_ALIASES.keys()];

/** The environment variable of a setting. */
export const toVariable = (name: string) => ENV_PREFIX + name.toUpperCase();

/**
 * Reads the settings as they are given. Later files win over earlier ones, files over the environment; if `ENV` is among
 * the sources, the environment wins over files.
 */
export async function readGivenSettings(
  sources: readonly string[],
  env: Environment,
): Promise<Record<string, unknown>> {
  const files = await Promise.all(
    sources.filter((source) => source !== 'ENV').map((path) => readJsonFile('--config', path)),
  );
  const fromEnv = readEnvironment(env);
  return merge(sources.includes('ENV') ? [...files, fromEnv] : [fromEnv, ...files]);
}

function readEnvironment(env: Environment): JsonObject {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, env[toVariable(name)] ?? null]));
}

/**
 * Puts sources over each other, the last on top. Null and an empty text mean not given; an alias is read as its
 * setting.
 */
function merge(sources: readonly JsonObject[]): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const source of sources) {
    const named = Object.entries(source).filter(([, value]) => value !== null && value !== '');
    const aliased = named.map(([name, value]): [string, unknown] => [
      SETTING_ALIASES.get(name) ?? name,
      value,
    ]);
    // The setting itself wins over its alias within one source.
    Object.assign(
      merged,
      Object.fromEntries(aliased),
      Object.fromEntries(named.filter(([name]) => !SETTING_ALIASES.has(name))),
    );
  }
  return merged;
}

/** A value, also from JSON text, as environment variables have it. */
export function fromJsonText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A list of words in lower case, also from JSON text, or from a text with commas. */
export function toTexts(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = value.trim();
    if (!text.startsWith('[')) return toTexts(text.split(',').filter((word) => word.trim() !== ''));
    const list = fromJsonText(text);
    return typeof list === 'string' ? list : toTexts(list);
  }
  if (!Array.isArray(value)) return value;
  return value.map((word) => (typeof word === 'string' ? word.trim().toLowerCase() : word));
}

/** The texts of a list; none where it is no list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
