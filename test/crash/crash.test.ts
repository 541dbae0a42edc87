/**
 * Real processes, killed with SIGKILL at every named point, and started again. Within a minute everything is right: no
 * money without an order, none taken twice, no stock held for nobody, every mail sent, and at most one of them twice.
 */
import { expect } from 'chai';
import { type Engine, onEveryEngine } from '../setup/engines.ts';
import { SCENES, type Scene } from './scenes.ts';
import { openShop } from './shop.ts';
import { STORIES } from './stories.ts';

/** Scenes wait more than they work, so several play at once. */
const AT_ONCE = 6;

onEveryEngine('a process killed at', (engine) => {
  const played = new Map<Scene, Promise<void>>();

  before(() => {
    const waiting = [...SCENES];
    const settle = new Map<Scene, { resolve(): void; reject(error: unknown): void }>();
    for (const scene of SCENES) {
      const end = new Promise<void>((resolve, reject) => settle.set(scene, { resolve, reject }));
      end.catch(() => {});
      played.set(scene, end);
    }
    const next = async (): Promise<void> => {
      for (let scene = waiting.shift(); scene; scene = waiting.shift()) {
        await play(engine, scene).then(settle.get(scene)?.resolve, settle.get(scene)?.reject);
      }
    };
    for (let player = 0; player < AT_ONCE; player++) void next();
  });

  for (const scene of SCENES) {
    it(`${scene.point}, ${scene.daemon === 'serve' ? 'server' : 'worker'}, during ${scene.story}`, async function () {
      this.timeout(300_000);
      await played.get(scene);
    });
  }
});

async function play(engine: Engine, { story: name, settings, ...crash }: Scene): Promise<void> {
  const shop = await openShop(engine, crash, settings);
  const story = STORIES[name];
  try {
    await story.tell(shop);
    const subjects = (await shop.world.mails()).map(({ subject }) => subject ?? '');
    const counts = story.mails.map((wanted) => subjects.filter((subject) => wanted.test(subject)).length);
    for (const count of counts) expect(count, subjects.join(' · ')).to.be.within(1, 2);
    expect(counts.filter((count) => count === 2)).to.have.length.at.most(1);
  } finally {
    await shop.close();
  }
}
