import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJsonFile, readTextFile } from '../../../src/config/read-json-file.ts';
import { TapError } from '../../../src/tap-error.ts';
import { tempFile } from '../../support/harness/temp-file.ts';

describe('readTextFile', () => {
  it('gives the text of the file', async () => {
    await expect(readTextFile('--state', tempFile('state.json', 'é\n'))).resolves.toBe('é\n');
  });

  it('says of a missing file that there is none, with option and path', async () => {
    const reading = readTextFile('--state', 'no/such.json');
    await expect(reading).rejects.toThrow(
      new TapError('--state no/such.json: there is no such file; check the path'),
    );
  });

  it('says why a file cannot be read', async () => {
    const folder = dirname(tempFile('state.json', ''));
    const reading = readTextFile('--state', folder);
    await expect(reading).rejects.toThrow(
      new TapError(`--state ${folder}: it cannot be read (EISDIR); check the path`),
    );
  });
});

describe('readJsonFile', () => {
  it('gives the object that the file holds', async () => {
    await expect(readJsonFile('--config', tempFile('config.json', { region: 'eu' }))).resolves.toEqual({
      region: 'eu',
    });
  });

  it('reads over a byte order mark', async () => {
    await expect(readJsonFile('--config', tempFile('config.json', '\ufeff{"a":1}'))).resolves.toEqual({
      a: 1,
    });
  });

  it.each([
    ['is empty', '', 'the file is not valid JSON; correct it'],
    ['is no JSON', '{"app_api_key": secret}', 'the file is not valid JSON; correct it'],
    ['holds a list', '["secret"]', 'the file must hold a JSON object'],
    ['holds null', 'null', 'the file must hold a JSON object'],
    ['holds a text', '"secret"', 'the file must hold a JSON object'],
  ])('refuses a file that %s, without its content', async (_, content, what) => {
    const path = tempFile('config.json', content);
    await expect(readJsonFile('--config', path)).rejects.toThrow(new TapError(`--config ${path}: ${what}`));
  });
});
