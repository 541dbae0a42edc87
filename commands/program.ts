/** The command tree: a table of contents. Each command is loaded only when it is run. */
import { VERSION } from '../src/lib/version.ts';
import type { CommandGroup } from './cli/define.ts';

export const PROGRAM: CommandGroup & { readonly version: string } = {
  name: 'orders',
  version: VERSION,
  summary: 'Orders, from the customer’s cart to the customer’s door.',
  commands: [
    {
      name: 'admin',
      summary: 'look at orders and work them',
      commands: [
        { name: 'list', summary: 'list orders, newest first', load: () => import('./admin/list.ts') },
        { name: 'show', summary: 'show one order', load: () => import('./admin/show.ts') },
        { name: 'find', summary: 'find orders by anything on them', load: () => import('./admin/find.ts') },
        { name: 'fulfill', summary: 'ship an order: record its parcel', load: () => import('./admin/fulfill.ts') },
        { name: 'undo', summary: 'take back a shipment recorded by mistake', load: () => import('./admin/undo.ts') },
        { name: 'pick', summary: 'get a wave of orders to pick', load: () => import('./admin/pick.ts') },
        { name: 'pack', summary: 'pack an order by scanning it', load: () => import('./admin/pack.ts') },
        { name: 'slip', summary: 'packing slips, as text or PDF', load: () => import('./admin/slip.ts') },
        { name: 'update', summary: 'change status, tracking number or notes', load: () => import('./admin/update.ts') },
        { name: 'cancel', summary: 'cancel an order or some of its lines', load: () => import('./admin/cancel.ts') },
        { name: 'refund', summary: 'give money back', load: () => import('./admin/refund.ts') },
        { name: 'hold', summary: 'keep an order from shipping', load: () => import('./admin/hold.ts') },
        { name: 'release', summary: 'let a held order ship again', load: () => import('./admin/release.ts') },
        { name: 'note', summary: 'write an internal note', load: () => import('./admin/note.ts') },
        { name: 'stuck', summary: 'what is stuck, why, and what mends it', load: () => import('./admin/stuck.ts') },
        { name: 'resume', summary: 'set a stuck order going again', load: () => import('./admin/resume.ts') },
        { name: 'board', summary: 'the shift board', load: () => import('./admin/board.ts') },
        { name: 'watch', summary: 'the shift board, live', load: () => import('./admin/watch.ts') },
        { name: 'stats', summary: 'orders, revenue and time to ship', load: () => import('./admin/stats.ts') },
        { name: 'export', summary: 'orders as CSV or JSON', load: () => import('./admin/export.ts') },
      ],
    },
    { name: 'track', summary: 'where an order’s parcels are', load: () => import('./track.ts') },
    {
      name: 'catalog',
      summary: 'products and stock',
      commands: [
        { name: 'import', summary: 'read products from a CSV file', load: () => import('./catalog/import.ts') },
        { name: 'list', summary: 'list products with their stock', load: () => import('./catalog/list.ts') },
        { name: 'retire', summary: 'take products out of sale', load: () => import('./catalog/retire.ts') },
        { name: 'restore', summary: 'sell retired products again', load: () => import('./catalog/restore.ts') },
        { name: 'stock', summary: 'see or change what is on hand', load: () => import('./catalog/stock.ts') },
      ],
    },
    {
      name: 'rates',
      summary: 'tax and shipping rates',
      commands: [
        { name: 'list', summary: 'list every rate', load: () => import('./rates/list.ts') },
        { name: 'tax', summary: 'set the tax rate of a country', load: () => import('./rates/tax.ts') },
        { name: 'shipping', summary: 'set what a shipping method costs', load: () => import('./rates/shipping.ts') },
      ],
    },
    {
      name: 'users',
      summary: 'customers and staff',
      commands: [
        { name: 'add', summary: 'add a customer, or staff with --admin', load: () => import('./users/add.ts') },
        { name: 'list', summary: 'list everybody', load: () => import('./users/list.ts') },
        { name: 'token', summary: 'print a token for the HTTP API', load: () => import('./users/token.ts') },
        { name: 'deactivate', summary: 'close an account', load: () => import('./users/deactivate.ts') },
        { name: 'activate', summary: 'open a closed account again', load: () => import('./users/activate.ts') },
        { name: 'revoke', summary: 'revoke every token of a person', load: () => import('./users/revoke.ts') },
      ],
    },
    {
      name: 'jobs',
      summary: 'what waits to be done, and what was given up',
      commands: [
        { name: 'list', summary: 'list jobs', load: () => import('./jobs/list.ts') },
        { name: 'dead', summary: 'list what was given up, and why', load: () => import('./jobs/dead.ts') },
        { name: 'show', summary: 'show one job', load: () => import('./jobs/show.ts') },
        { name: 'retry', summary: 'try jobs again, now', load: () => import('./jobs/retry.ts') },
        { name: 'drop', summary: 'give jobs up for good', load: () => import('./jobs/drop.ts') },
        { name: 'stats', summary: 'how each kind is doing, and who works', load: () => import('./jobs/stats.ts') },
        { name: 'run', summary: 'do one kind of job now', load: () => import('./jobs/run.ts') },
        { name: 'pause', summary: 'begin no more of a kind', load: () => import('./jobs/pause.ts') },
        { name: 'resume', summary: 'go on with a paused kind', load: () => import('./jobs/resume.ts') },
      ],
    },
    {
      name: 'mail',
      summary: 'what was sent to whom',
      commands: [
        { name: 'list', summary: 'list mails, newest first', load: () => import('./mail/list.ts') },
        { name: 'show', summary: 'show one mail and what it says', load: () => import('./mail/show.ts') },
        { name: 'preview', summary: 'show a template with sample data', load: () => import('./mail/preview.ts') },
        { name: 'resend', summary: 'send a mail again', load: () => import('./mail/resend.ts') },
        { name: 'suppress', summary: 'send no mail to an address', load: () => import('./mail/suppress.ts') },
        { name: 'allow', summary: 'send mail to an address again', load: () => import('./mail/allow.ts') },
        { name: 'suppressed', summary: 'list addresses that get no mail', load: () => import('./mail/suppressed.ts') },
      ],
    },
    { name: 'serve', summary: 'serve the HTTP API', load: () => import('./serve.ts') },
    { name: 'worker', summary: 'work in the background: mail, refunds, tracking', load: () => import('./worker.ts') },
    { name: 'up', summary: 'serve and work in one process', load: () => import('./up.ts') },
    {
      name: 'db',
      summary: 'the database',
      commands: [
        { name: 'migrate', summary: 'bring the schema up to date', load: () => import('./db/migrate.ts') },
        { name: 'status', summary: 'list migrations', load: () => import('./db/status.ts') },
        { name: 'seed', summary: 'made-up orders, for trying things', load: () => import('./db/seed.ts') },
      ],
    },
    { name: 'doctor', summary: 'audit money, stock, orders and mail', load: () => import('./doctor.ts') },
    {
      name: 'config',
      summary: 'the configuration',
      commands: [
        { name: 'show', summary: 'every setting and where it came from', load: () => import('./config/show.ts') },
        {
          name: 'refund-limit',
          summary: 'how much one person may give back alone',
          load: () => import('./config/refund-limit.ts'),
        },
      ],
    },
    {
      name: 'completion',
      summary: 'completion for bash, zsh or fish',
      load: () => import('./completion.ts'),
    },
    { name: 'demo', summary: 'watch two orders live their lives, in a minute', load: () => import('./demo.ts') },
  ],
};
