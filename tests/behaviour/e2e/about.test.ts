import { describe, expect, it } from 'vitest';
import { runMain } from '../../support/harness/run-main.ts';

describe('--about', () => {
  it('prints name, capabilities and every setting as text, without a config', async () => {
    const { code, stdout, stderr } = await runMain(['--about']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Name: tap-customerio\nDescription: .*\nVersion: \d/);
    expect(stdout).toContain(
      '  - Name: region\n    Type: string\n    Default: us\n    Environment Variable: TAP_CUSTOMERIO_REGION\n',
    );
    expect(stdout).toContain(
      '  - Name: app_api_key (required)\n    Type: string\n    Environment Variable: TAP_CUSTOMERIO_APP_API_KEY\n',
    );
  });

  it.each([['--format=json'], ['--format', 'JSON']])(
    'prints the shape of the Singer SDK with %s %s',
    async (...format) => {
      const info = JSON.parse((await runMain(['--about', ...format])).stdout);
      expect(Object.keys(info)).toEqual([
        'name',
        'description',
        'version',
        'sdk_version',
        'supported_python_versions',
        'capabilities',
        'settings',
      ]);
      expect(info.settings.properties.app_api_key).toMatchObject({ type: 'string', secret: true });
      expect(info.settings.required).toEqual(['app_api_key']);
    },
  );

  it('prints a table of settings with --format=markdown', async () => {
    expect((await runMain(['--about', '--format=markdown'])).stdout).toContain('| `region` | `us` | ');
  });

  it('refuses another format', async () => {
    expect(await runMain(['--about', '--format=xml'])).toMatchObject({
      code: 2,
      stderr: 'CRITICAL --format must be one of text, json, markdown; see --help\n',
    });
  });

  it('yields to --discover', async () => {
    expect((await runMain(['--about', '--discover'])).stdout).toMatch(/^\{\n {2}"streams"/);
  });
});
