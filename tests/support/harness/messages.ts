/** A JSON object as it was parsed. */
export type Json = { [key: string]: unknown };

/** A Singer message as a target reads it. */
export type Message =
  | { type: 'SCHEMA'; stream: string; schema: Json; key_properties: string[]; bookmark_properties?: string[] }
  | { type: 'RECORD'; stream: string; record: Json; time_extracted: string; version?: number }
  | { type: 'STATE'; value: Json }
  | { type: 'ACTIVATE_VERSION'; stream: string; version: number }
  | BatchMessage;

/** A message that names files of records. */
export interface BatchMessage {
  type: 'BATCH';
  stream: string;
  encoding: { format: string; compression: string };
  manifest: string[];
}

/** Parses stdout as strict targets do: a line that is no Singer message fails. */
export function parseMessages(stdout: string): Message[] {
  const lines = stdout.split('\n');
  if (lines.pop() !== '') throw new Error('stdout does not end with a line break');
  return lines.map((line) => {
    const message: unknown = JSON.parse(line);
    if (!isMessage(message)) throw new Error(`no Singer message: ${line.slice(0, 100)}`);
    return message;
  });
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (value.type === 'STATE') return 'value' in value;
  return ['SCHEMA', 'RECORD', 'ACTIVATE_VERSION', 'BATCH'].includes(String(value.type)) && 'stream' in value;
}

/** The records of a stream, in the order of writing. */
export function recordsOf(messages: readonly Message[], stream: string): Json[] {
  return messages.flatMap((message) =>
    message.type === 'RECORD' && message.stream === stream ? [message.record] : [],
  );
}

/** The value of the last STATE. */
export function lastState(messages: readonly Message[]): Json {
  const last = messages.findLast((message) => message.type === 'STATE');
  return last?.type === 'STATE' ? last.value : {};
}

/** The streams that have a SCHEMA, each once for each SCHEMA. */
export function schemaStreams(messages: readonly Message[]): string[] {
  return messages.flatMap((message) => (message.type === 'SCHEMA' ? [message.stream] : []));
}
