import { describeRequest, docsOf } from '../../src/streams/definition.ts';
import { definitions, streamNames } from '../../src/streams/definitions.ts';
import { toTable } from './markdown-table.ts';

const ONE_RECORD = 'one record of a list that is read';

/** Operations that no stream reads, by their path in the API's definition, with the reason. */
export const notRead: Readonly<Record<string, string>> = {
  '/v1/assets/files/{id}': ONE_RECORD,
  '/v1/assets/folders/{id}': ONE_RECORD,
  '/v1/broadcasts/{broadcast_id}': ONE_RECORD,
  '/v1/broadcasts/{broadcast_id}/actions/{action_id}': ONE_RECORD,
  '/v1/broadcasts/{broadcast_id}/actions/{action_id}/language/{language}':
    'the list of actions has a record for each language',
  '/v1/broadcasts/{broadcast_id}/messages': 'the same messages as in `messages`',
  '/v1/campaigns/{broadcast_id}/triggers/{trigger_id}': ONE_RECORD,
  '/v1/campaigns/{campaign_id}': ONE_RECORD,
  '/v1/campaigns/{campaign_id}/actions/{action_id}': ONE_RECORD,
  '/v1/campaigns/{campaign_id}/actions/{action_id}/language/{language}':
    'the list of actions has a record for each language',
  '/v1/campaigns/{campaign_id}/messages': 'the same messages as in `messages`',
  '/v1/collections/{collection_id}': ONE_RECORD,
  '/v1/customers': 'finds one email address',
  '/v1/customers/{customer_id}/activities':
    'the same entries as in `activities`, at one request for each person',
  '/v1/customers/{customer_id}/attributes': 'the same as in `people`, at one request for each person',
  '/v1/customers/{customer_id}/messages': 'the same messages as in `messages`, with fewer fields',
  '/v1/customers/{customer_id}/optouts': ONE_RECORD,
  '/v1/customers/{customer_id}/segments':
    'the same pairs as in `segment_membership`, at one request for each person',
  '/v1/customers/{customer_id}/subscription_preferences':
    'in `people.attributes`, as `_cio_subscription_preferences_computed`',
  '/v1/design_studio/components/{id}': 'one record of a list that is read; its HTML is part of the emails',
  '/v1/design_studio/emails/{id}/inbox_previews/{run_id}':
    'addresses of the screenshots of one job; the counts are in `inbox_preview_jobs`',
  '/v1/design_studio/emails/{id}/inbox_previews/{run_id}/captures/{client_id}': 'an image',
  '/v1/design_studio/emails/{id}/languages/{language}': ONE_RECORD,
  '/v1/design_studio/emails/{id}/publish_status': 'needs the id of a job that publishes',
  '/v1/design_studio/emails/{id}/render': 'HTML that is made on request',
  '/v1/design_studio/emails/{id}/review': 'a check that is made on request',
  '/v1/design_studio/emails/{id}/unpublished_changes': 'one flag for each request',
  '/v1/design_studio/emails/{id}/versions/{version_id}': 'old HTML, at one request for each version',
  '/v1/design_studio/folders/{id}': ONE_RECORD,
  '/v1/design_studio/inbox_previews/clients':
    "Customer.io's list of mail programs; nothing that is read refers to it",
  '/v1/design_studio/inbox_previews/credits': 'a balance without a key or a time',
  '/v1/esp/search_suppression/{email_address}': 'finds one email address',
  '/v1/exports/{export_id}': ONE_RECORD,
  '/v1/exports/{export_id}/download': 'a link that is valid for 15 minutes',
  '/v1/imports/{import_id}': 'the API has no list of imports',
  '/v1/live_notifications/{instance_id}': 'the API has no list of them; their messages are in `messages`',
  '/v1/messages/{message_id}': ONE_RECORD,
  '/v1/messages/{message_id}/archived_message': 'the API allows 100 requests a day',
  '/v1/newsletters/{newsletter_id}': ONE_RECORD,
  '/v1/newsletters/{newsletter_id}/contents/{content_id}': ONE_RECORD,
  '/v1/newsletters/{newsletter_id}/language/{language}': 'one record of `newsletter_contents`',
  '/v1/newsletters/{newsletter_id}/messages': 'the same messages as in `messages`',
  '/v1/newsletters/{newsletter_id}/test_group/{test_group_id}/language/{language}':
    'one record of `newsletter_contents`',
  '/v1/reporting_webhooks/{webhook_id}': ONE_RECORD,
  '/v1/segments/{segment_id}': ONE_RECORD,
  '/v1/sender_identities/{sender_id}': ONE_RECORD,
  '/v1/subscription_center/{customer_id}/token': 'makes a credential',
  '/v1/transactional/{transactional_id}': ONE_RECORD,
  '/v1/transactional/{transactional_id}/contents/{content_id}': ONE_RECORD,
  '/v1/transactional/{transactional_id}/language/{language}': 'one record of `transactional_contents`',
  '/v1/transactional/{transactional_id}/messages': 'the same messages as in `messages`',
};

/** Operations that the API's definition does not list, with what is known of them. */
const notDefined: Readonly<Record<string, string>> = {
  '/v1/reporting_webhooks/{webhook_id}/errors':
    "not in the API's definition, and its answer is not documented; failures of your own receiver, not data of the workspace",
};

const INTRODUCTION = `<!-- Made by \`npm run generate\` from src/streams and scripts/generate/coverage.ts. Do not edit. -->

# Coverage

Every operation of the App API that reads, and the table it fills, or the reason why the tap does not read it. Operations
that write, or start a job, are never used.`;

/** The page that says of every operation which stream reads it, or why none does. */
export function coveragePage(): string {
  const read = streamNames.map((name): [string, string] => {
    const request = describeRequest(definitions[name]);
    return [request.replace(/^\w+ /, ''), `[${name}](tables.md#${name})`];
  });
  const requests = new Map(streamNames.map((name) => [definitions[name].path, definitions[name]]));
  const reasons = Object.entries({ ...notRead, ...notDefined }).filter(([path]) => !requests.has(path));
  const rows = [...read, ...reasons]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, what]) => {
      const definition = requests.get(path);
      const request = definition ? describeRequest(definition) : `GET ${path}`;
      return [definition ? `[\`${request}\`](${docsOf(definition)})` : `\`${request}\``, what];
    });
  const counts = `${read.length} of ${rows.length} operations fill a table.`;
  return `${INTRODUCTION}\n\n${counts}\n\n${toTable(['operation', 'table, or why there is none'], rows)}\n`;
}
