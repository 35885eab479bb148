import yargs, { type Options } from 'yargs';
import { didYouMean } from '../did-you-mean.ts';
import { UsageError } from '../tap-error.ts';

/** Options by name, as they were given: a text or a list of texts, or true for one without a value. */
export type GivenOptions = Readonly<Record<string, unknown>>;

/**
 * Reads a call with yargs, which prints --help, and explains a wrong call: a {@link UsageError}, one sentence. `version` is
 * what --version prints.
 */
export async function readOrExplain(
  argv: readonly string[],
  options: Readonly<Record<string, Options>>,
  version: string,
): Promise<{ given: GivenOptions; print: string | undefined }> {
  let print: string | undefined;
  const given = await yargs([])
    .scriptName('tap-customerio')
    .usage('Singer tap for Customer.io: writes SCHEMA, RECORD and STATE lines to stdout.\n')
    .usage('$0 --config FILE [--catalog FILE] [--state FILE] | a-singer-target\n$0 --discover')
    .options(options)
    .version('version', 'Print the version', version)
    .help('help', 'Print this help')
    .wrap(100)
    .strict()
    .parserConfiguration({ 'dot-notation': false })
    .exitProcess(false)
    .fail((message, error) => {
      const fault = message || error?.message || 'wrong arguments';
      throw new UsageError(`${describeFault(fault, Object.keys(options))}; see --help`);
    })
    .parseAsync([...argv], {}, (_error, _argv, output) => {
      if (output) print = `${output}\n`;
    });
  return { given, print };
}

/** Describes a wrong call as yargs does, with the option that may have been meant. */
function describeFault(message: string, options: readonly string[]): string {
  const [, unknown] = /^Unknown argument: (\S+)$/.exec(message) ?? [];
  const names = [...options, 'version', 'help'];
  const meant = unknown === undefined ? '' : didYouMean(unknown, names, (name) => `--${name}`);
  return `${message.replaceAll('\n', ' ')}${meant}`;
}
