const PATHS = ['', 'new', 'sale', 'account', 'help'] as const;

/** The ids of the two links that everything sent by a campaign, newsletter, broadcast or transactional message has. */
export function linkIdsOf(parent: number): readonly [number, number] {
  return [1 + (parent % PATHS.length), 1 + ((parent + 2) % PATHS.length)];
}

/** Address that a link leads to. */
export function hrefOf(link: number): string {
  return `https://shop.example.com/${PATHS[link - 1] ?? link}`;
}
