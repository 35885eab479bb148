import type { Pagination, StreamEntries } from './definition.ts';

/** The largest page of Design Studio and assets. */
const PAGES: Pagination = { kind: 'page', limit: 10_000 };

/** A page cannot shift then by what is made meanwhile. */
const OLDEST_FIRST = { sort_by: 'created', sort_order: 'asc' };

/** References of an email. */
const STUDIO_EMAIL = {
  parent_folder_id: ['design_studio_folders.id'],
  'envelope.from_id': ['sender_identities.id'],
  'envelope.reply_to_id': ['sender_identities.id'],
} as const;

/** Design Studio and assets: features that an account may not have. */
export const design = {
  assets: {
    operation: 'listAssets',
    path: '/v1/assets',
    rows: { kind: 'list', at: 'assets' },
    pagination: PAGES,
    isFeature: true,
    references: { parent_folder_id: ['asset_folders.id'] },
  },
  asset_folders: {
    operation: 'listAssetFolders',
    path: '/v1/assets/folders',
    rows: { kind: 'list', at: 'folders' },
    pagination: PAGES,
    isFeature: true,
    references: { parent_folder_id: ['asset_folders.id'] },
  },
  design_studio_emails: {
    operation: 'listEmails',
    path: '/v1/design_studio/emails',
    record: { path: '/v1/design_studio/emails/{id}' },
    query: OLDEST_FIRST,
    rows: { kind: 'list', at: 'emails' },
    pagination: PAGES,
    isFeature: true,
    groups: ['content'],
    references: { parent_folder_id: ['design_studio_folders.id'] },
  },
  design_studio_email_contents: {
    operation: 'getEmail',
    path: '/v1/design_studio/emails/{id}',
    rows: { kind: 'whole', at: 'email' },
    partitionBy: { kind: 'each', stream: 'design_studio_emails', keys: { id: 'id' } },
    isFeature: true,
    groups: ['content'],
    references: STUDIO_EMAIL,
  },
  design_studio_email_translations: {
    operation: 'listEmailTranslations',
    path: '/v1/design_studio/emails/{email_id}/languages',
    rows: { kind: 'list', at: 'email_translations' },
    primaryKey: ['email_id', 'language'],
    partitionBy: {
      kind: 'each',
      stream: 'design_studio_emails',
      keys: { email_id: 'id' },
      skipWhen: { column: 'has_translations', is: 'false' },
    },
    isFeature: true,
    groups: ['content'],
    references: STUDIO_EMAIL,
  },
  design_studio_email_versions: {
    operation: 'listVersions',
    path: '/v1/design_studio/emails/{node_id}/versions',
    rows: { kind: 'list', at: 'versions' },
    partitionBy: { kind: 'each', stream: 'design_studio_emails', keys: { node_id: 'id' } },
    isFeature: true,
  },
  design_studio_components: {
    operation: 'listComponents',
    path: '/v1/design_studio/components',
    query: OLDEST_FIRST,
    rows: { kind: 'list', at: 'components' },
    pagination: PAGES,
    isFeature: true,
    groups: ['content'],
    references: { parent_folder_id: ['design_studio_folders.id'] },
  },
  design_studio_folders: {
    operation: 'listFolders',
    path: '/v1/design_studio/folders',
    query: OLDEST_FIRST,
    rows: { kind: 'list', at: 'folders' },
    pagination: PAGES,
    isFeature: true,
    groups: ['content'],
    references: { parent_folder_id: ['design_studio_folders.id'] },
  },
  inbox_preview_jobs: {
    operation: 'listInboxPreviewJobs',
    path: '/v1/design_studio/inbox_previews/jobs',
    rows: { kind: 'list', at: 'preview_jobs' },
    pagination: { kind: 'cursor', limit: 200, parameter: 'cursor', nextAt: 'meta.pagination.next_cursor' },
    primaryKey: ['run_id'],
    isFeature: true,
    references: { node_id: ['design_studio_emails.id'] },
  },
} satisfies Partial<StreamEntries>;
