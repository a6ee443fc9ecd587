/** Above each client: how large its session cookie gets, by estimate. */
import { estimateCookies } from '../../app/cookieEstimate';
import type { AppModel } from '../../model';
import { sizeInSentences, sizeInShort } from '../cookieSize';
import type { Lens } from './lens';
import { anchor } from './session';

/** One lens beside the one of the lifetime; none where the session is in a store, or there is none. */
export function cookieSizeLenses(app: AppModel, file: string): Lens[] {
  const clients = app.clients.filter((client) => client.file === file);
  const spans = clients.map(anchor);
  return clients.flatMap((client, i) => {
    const estimate = estimateCookies(app, client);
    const span = spans[i];
    if (!estimate || estimate.stateful === true || !span) return [];
    const isShared = spans.filter(({ start }) => start === span.start).length > 1;
    const title = sizeInShort(estimate);
    return [
      { span, title: isShared ? `${client.name} ${title}` : title, tooltip: sizeInSentences(estimate) },
    ];
  });
}
