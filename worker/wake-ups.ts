/**
 * How a worker hears that there may be work: of what is saved in this process at once, of what others save as soon as
 * their channel says so (MongoDB's change streams), and, because a worker holds only a few jobs at a time, whenever one
 * of its own has ended. Agenda alone would look for the next ones when its search comes round.
 */
import {
  type Agenda,
  InMemoryNotificationChannel,
  type Job,
  type JobNotification,
  type NotificationChannel,
} from 'agenda';

/** By then a job that has ended is off Agenda's books. */
const SETTLED_MS = 25;

export class WakeUps extends InMemoryNotificationChannel {
  private readonly afar: NotificationChannel | undefined;
  /** Kinds that are being looked for; true when there was another reason meanwhile. */
  private readonly looking = new Map<string, boolean>();

  constructor(afar?: NotificationChannel) {
    super();
    this.afar = afar;
  }

  override async connect(): Promise<void> {
    await super.connect();
    if (!this.afar) return;
    this.afar.subscribe((notification) => this.publish(notification));
    await this.afar.connect();
  }

  /**
   * One look at a time for a kind. A look takes jobs as long as there are any, so that more of them would only fight for
   * the same ones. Whoever saves a job does not wait for it.
   */
  override async publish(notification: JobNotification): Promise<void> {
    const { jobName } = notification;
    const busy = this.looking.has(jobName);
    this.looking.set(jobName, busy);
    if (!busy) void this.lookFor(notification);
  }

  private async lookFor(notification: JobNotification): Promise<void> {
    const { jobName } = notification;
    await this.notifyHandlers(notification).catch(() => {});
    const again = this.looking.get(jobName);
    this.looking.delete(jobName);
    if (again) await this.publish({ ...notification, nextRunAt: null });
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
