/** What a run of tests prints, and the file in which it leaves its counts, where TEST_RESULTS names a folder for them. */
export function reporters(name: string): ['default'] | ['default', ['json', { outputFile: string }]] {
  const folder = process.env['TEST_RESULTS'];
  return folder ? ['default', ['json', { outputFile: `${folder}/${name}.json` }]] : ['default'];
}
