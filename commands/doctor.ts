import { basename, dirname } from 'node:path';
import type { Config } from '../src/config/load.ts';
import type { Context } from '../src/context.ts';
import { sqliteFile } from '../src/database/sqlite-file.ts';
import { EXIT } from '../src/errors.ts';
import { listWorkers } from '../src/jobs/workers.ts';
import { type AuditReport, audit, type CheckResult, resultOf } from '../src/operations/audit/audit.ts';
import { mendStock } from '../src/operations/mend-stock.ts';
import { pullBackOutbox } from '../src/outbox/lease.ts';
import { noRoomIn } from '../src/platform/disk-space.ts';
import { makePrivate, openToOthers } from '../src/platform/private-files.ts';
import { defineCommand } from './cli/define.ts';
import type { Io } from './cli/io.ts';
import { confirm } from './cli/prompt.ts';
import { printRecord } from './cli/render.ts';
import { workersText } from './jobs/text.ts';

const SHOWN = 10;

/** Exit 0 only when everything agrees. */
export const command = defineCommand({
  formats: 'one',
  options: [
    { flags: '--fix', about: 'mend what can be worked out: reserved units, file modes, work dated into the future' },
  ],
  examples: ['doctor', 'doctor --fix', 'doctor --json'],
  async run(session, _args, { fix }) {
    const context = await session.context();
    const config = await session.config();
    if (fix && (await confirm(session, 'Mend reserved units, file modes and dates that lie in the future?'))) {
      for (const line of await mend(context, config)) session.io.say(`${session.io.talkColor.green('✓')} ${line}`);
    }
    const report = withMachine(await audit(context, {}), await machineChecks(config));
    const workers = await listWorkers(context.db, context.now());
    printRecord(session, { ...report, workers }, () =>
      reportText(session.io, report, workersText(session.io, workers)),
    );
    return report.clean ? EXIT.ok : EXIT.conflict;
  },
});

/** Each thing that was mended, as a sentence. All of it can be worked out: nobody has to decide. */
async function mend(context: Context, { dataDir }: Config): Promise<string[]> {
  const files = openToOthers(dataDir);
  for (const file of files) makePrivate(file);
  const skus = await mendStock(context, {});
  const pulled = await pullBackOutbox(context.db, context.now());
  return [
    ...files.map((file) => `${file} is its owner’s alone`),
    ...skus.map((sku) => `${sku}: what is reserved is what open orders need`),
    ...(pulled > 0 ? [`${pulled} mails and jobs that lay in the future are due now`] : []),
  ];
}

/** What the books cannot tell: the room to go on writing them, and who may read them. */
async function machineChecks({ dataDir, databaseUrl }: Config): Promise<CheckResult[]> {
  const noRoom = await noRoomIn(dataDir);
  const file = sqliteFile(databaseUrl);
  // Whoever may open the folder of a database may read what its file lets them.
  const open = [...new Set([...openToOthers(dataDir), ...(file ? openToOthers(dirname(file), basename(file)) : [])])];
  return [
    resultOf('disk_has_room', 'The disk has room', noRoom ? [noRoom] : []),
    resultOf('files_are_private', 'Nobody else may read the files of the shop', open),
  ];
}

const withMachine = ({ clean, checks }: AuditReport, machine: readonly CheckResult[]): AuditReport => ({
  clean: clean && machine.every(({ findings }) => findings.length === 0),
  checks: [...checks, ...machine],
});

/** The verdict comes last: it is what one looks for. */
function reportText(io: Io, { clean, checks }: AuditReport, workers: string): string {
  const lines = checks.flatMap(({ title, findings, cure }) => {
    if (findings.length === 0) return [`${io.color.green('✓')} ${title}`];
    const more = findings.length > SHOWN ? [`    … and ${findings.length - SHOWN} more`] : [];
    return [
      `${io.color.red('✗')} ${title}: ${findings.length}`,
      ...findings.slice(0, SHOWN).map((finding) => `    ${finding}`),
      ...more,
      ...(cure ? [`    → ${cure}`] : []),
    ];
  });
  const wrong = checks.filter(({ findings }) => findings.length > 0).length;
  return [
    ...lines,
    '',
    workers,
    '',
    clean ? `All ${checks.length} checks are clean.` : `${wrong} of ${checks.length} checks found something.`,
  ].join('\n');
}
