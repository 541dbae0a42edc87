import { EXIT } from '../src/errors.ts';
import { listWorkers } from '../src/jobs/workers.ts';
import { type AuditReport, audit } from '../src/operations/audit/audit.ts';
import { noRoomIn } from '../src/platform/disk-space.ts';
import { defineCommand } from './cli/define.ts';
import type { Io } from './cli/io.ts';
import { printRecord } from './cli/render.ts';
import { workersText } from './jobs/text.ts';

const SHOWN = 10;

/** Exit 0 only when everything agrees. */
export const command = defineCommand({
  formats: true,
  examples: ['doctor', 'doctor --json'],
  async run(session) {
    const context = await session.context();
    const report = withRoom(await audit(context, {}), await noRoomIn((await session.config()).dataDir));
    const workers = await listWorkers(context.db, context.now());
    printRecord(session, { ...report, workers }, () =>
      reportText(session.io, report, workersText(session.io, workers)),
    );
    return report.clean ? EXIT.ok : EXIT.conflict;
  },
});

/** The books, and the room to go on writing them. */
const withRoom = ({ clean, checks }: AuditReport, noRoom: string | undefined): AuditReport => ({
  clean: clean && !noRoom,
  checks: [...checks, { name: 'disk_has_room', title: 'The disk has room', findings: noRoom ? [noRoom] : [] }],
});

/** The verdict comes last: it is what one looks for. */
function reportText(io: Io, { clean, checks }: AuditReport, workers: string): string {
  const lines = checks.flatMap(({ title, findings }) => {
    if (findings.length === 0) return [`${io.color.green('✓')} ${title}`];
    const more = findings.length > SHOWN ? [`    … and ${findings.length - SHOWN} more`] : [];
    return [
      `${io.color.red('✗')} ${title}: ${findings.length}`,
      ...findings.slice(0, SHOWN).map((finding) => `    ${finding}`),
      ...more,
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
