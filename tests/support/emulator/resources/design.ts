import type { Paging } from '../paging.ts';
import type { Place, Resource } from '../resource.ts';
import { makeRecord, uuidOf } from '../sampler.ts';

const PAGES: Paging = { kind: 'page', defaultLimit: 1000, maxLimit: 10_000 };

const FOLDER = 0xf000;
const EMAIL = 0xe000;
const COMPONENT = 0xc000;

const folderOf = (index: number) => (index === 0 ? null : uuidOf(FOLDER));

/** Emails and components come with the folders, which are no rows of theirs (docs/api-behaviour.md#26). */
const beside = () => ({
  folders: [
    {
      id: uuidOf(FOLDER),
      name: 'Product',
      parent_folder_id: null,
      created: 1_714_732_800,
      updated: 1_714_732_800,
    },
  ],
});

function emailIndex({ plan, params }: Place): number | undefined {
  for (let index = 0; index < plan.sizes.studioEmails; index += 1)
    if (uuidOf(EMAIL + index) === params[0]) return index;
  return undefined;
}

/** Every second email is translated. */
const isTranslated = (index: number) => index % 2 === 1;

/** Design Studio and assets: an account may have none of it. */
export const design: readonly Resource[] = [
  {
    template: '/v1/assets',
    key: 'assets',
    isFeature: true,
    count: () => 5,
    override: (_, index) => ({ id: 17 + index, parent_folder_id: index === 0 ? null : 3 }),
    paging: PAGES,
  },
  {
    template: '/v1/assets/folders',
    key: 'folders',
    isFeature: true,
    count: () => 2,
    override: (_, index) => ({ id: 3 + index, parent_folder_id: null }),
    paging: PAGES,
  },
  {
    template: '/v1/design_studio/emails',
    key: 'emails',
    isFeature: true,
    count: ({ plan }) => plan.sizes.studioEmails,
    override: (_, index) => ({
      id: uuidOf(EMAIL + index),
      parent_folder_id: folderOf(index),
      has_translations: isTranslated(index),
    }),
    beside,
    paging: PAGES,
  },
  {
    template: '/v1/design_studio/components',
    key: 'components',
    isFeature: true,
    count: () => 3,
    override: (_, index) => ({ id: uuidOf(COMPONENT + index), parent_folder_id: folderOf(index) }),
    beside,
    paging: PAGES,
  },
  {
    template: '/v1/design_studio/folders',
    key: 'folders',
    isFeature: true,
    count: () => 2,
    override: (_, index) => ({ id: uuidOf(FOLDER + index), parent_folder_id: null }),
    paging: PAGES,
  },
  {
    template: '/v1/design_studio/emails/{id}',
    isFeature: true,
    body: (place) => {
      const index = emailIndex(place);
      if (index === undefined) return undefined;
      const available_languages = isTranslated(index) ? ['fr'] : [];
      const own = { id: uuidOf(EMAIL + index), parent_folder_id: folderOf(index), available_languages };
      return { email: makeRecord(place.plan, 'StudioEmail', index, own) };
    },
  },
  {
    template: '/v1/design_studio/emails/{id}/languages',
    key: 'email_translations',
    isFeature: true,
    count: (place) => {
      const index = emailIndex(place);
      return index === undefined ? undefined : isTranslated(index) ? 1 : 0;
    },
    override: ({ params }) => ({
      language: 'fr',
      language_group_id: params[0],
      available_languages: ['fr'],
    }),
  },
  {
    template: '/v1/design_studio/emails/{id}/versions',
    key: 'versions',
    isFeature: true,
    count: (place) => (emailIndex(place) === undefined ? undefined : 2),
    override: (place, index) => ({
      id: uuidOf(0xa0000 + (emailIndex(place) ?? 0) * 16 + index),
      node_id: place.params[0],
      node_type: 'EMAIL',
    }),
  },
  {
    template: '/v1/design_studio/inbox_previews/jobs',
    key: 'preview_jobs',
    isFeature: true,
    count: () => 3,
    override: (_, index) => ({ run_id: index + 1, node_id: uuidOf(EMAIL) }),
    paging: { kind: 'cursor', defaultLimit: 50, maxLimit: 200, parameter: 'cursor', end: 'meta' },
  },
];
