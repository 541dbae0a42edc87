/**
 * How a worker hears that there may be work: of what is saved in this process at once, of what others save as soon as
 * their channel says so (MongoDB's change streams), and, because a worker holds only a few jobs at a time, whenever one
 * of its own has ended. Agenda alone would look for the next ones when its search comes round.
 */
import { type Agenda, InMemoryNotificationChannel, type Job, type NotificationChannel } from 'agenda';

/** By then a job that has ended is off Agenda's books. */
const SETTLED_MS = 25;

export class WakeUps extends InMemoryNotificationChannel {
  private readonly afar: NotificationChannel | undefined;

  constructor(afar?: NotificationChannel) {
    super();
    this.afar = afar;
  }

  override async connect(): Promise<void> {
    await super.connect();
    if (!this.afar) return;
    this.afar.subscribe((notification) => this.notifyHandlers(notification));
    await this.afar.connect();
  }

  override async disconnect(): Promise<void> {
    await this.afar?.disconnect();
    await super.disconnect();
  }

  /**
   * Looks for more of a kind whenever a job of that kind has ended. Agenda says so before it has taken the job off its
   * books, so there is another look when the last end is some time past.
   */
  followEnds(agenda: Agenda): void {
    const soon = new Map<string, NodeJS.Immediate>();
    const later = new Map<string, NodeJS.Timeout>();
    agenda.on('complete', (job: Job) => {
      const { name } = job.attrs;
      const look = () => {
        soon.delete(name);
        void this.look(job);
      };
      if (!soon.has(name)) soon.set(name, setImmediate(look));
      clearTimeout(later.get(name));
      later.set(name, setTimeout(look, SETTLED_MS));
    });
  }

  private async look({ attrs: { _id, name, priority = 0 } }: Job): Promise<void> {
    if (this.state !== 'connected' || !_id) return;
    await this.publish({ jobId: _id, jobName: name, nextRunAt: null, priority, timestamp: new Date() });
  }
}
