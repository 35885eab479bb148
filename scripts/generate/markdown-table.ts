/** A Markdown table; cells may hold Markdown of their own. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A sentence as a cell: what would end the cell, or be taken for HTML outside of code, is escaped. */
export function toCell(text: string): string {
  return text.replace(/`[^`]*`|[<|]/g, (part) => (part === '<' ? '&lt;' : part.replaceAll('|', '\\|')));
}
