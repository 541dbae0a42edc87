/** Idempotency: rules as they read when they are broken. */
import { inFile, type Mutation } from '../mutation.ts';

export const IDEMPOTENCY: readonly Mutation[] = [
  ...inFile(
    'src/idempotency/keys.ts',
    ['one key serves two verbs', 'canonicalJson([verb, rest])', 'canonicalJson([rest])'],
    ['one key serves two bodies', 'canonicalJson([verb, rest])', 'canonicalJson([verb])'],
    [
      'a declined payment is tried again under its key',
      'refusal.row.status === 409 || refusal.row.status === 402',
      'false',
    ],
  ),
  ...inFile(
    'src/idempotency/store.ts',
    ['another body under a used key passes', 'row.fingerprint !== key.fingerprint', 'false'],
    ['a key lives for ever', 'row.expires_at <= now', 'false'],
  ),
  ...inFile('src/write.ts', ['a write does not claim its key', 'if (key) await claimKey', 'if (!key) await claimKey']),
];
