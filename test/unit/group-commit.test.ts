/** Writers that share a commit: each stands or falls alone, and nobody hears of success before it is on the disk. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { GroupCommit, type GroupTransaction } from '../../src/database/group-commit.ts';

/** A database that is a list of words, and a log of what was asked of it. */
class Words {
  committed: string[] = [];
  readonly log: string[] = [];
  failCommit = false;
  failBegin = 0;

  async begin(): Promise<GroupTransaction & { add(word: string): void }> {
    if (this.failBegin-- > 0) throw new Error('busy');
    let words = [...this.committed];
    let saved = words;
    this.log.push('begin');
    return {
      add: (word) => words.push(word),
      run: (sql) => {
        if (sql.startsWith('SAVEPOINT')) saved = [...words];
        if (sql.startsWith('ROLLBACK')) words = saved;
      },
      commit: async () => {
        await sleep(1);
        if (this.failCommit) throw new Error('disk full');
        this.committed = words;
        this.log.push('commit');
      },
      rollback: async () => void this.log.push('rollback'),
    };
  }
}

describe('group commit', () => {
  const open = () => {
    const words = new Words();
    const group = new GroupCommit(() => words.begin());
    const write = (word: string) => group.run(async (transaction) => transaction.add(word));
    return { words, group, write };
  };

  it('commits once for those who wait together, in the order they came', async () => {
    const { words, write } = open();
    await Promise.all(['a', 'b', 'c'].map(write));
    expect(words.committed).to.deep.equal(['a', 'b', 'c']);
    expect(words.log).to.deep.equal(['begin', 'commit']);
  });

  it('undoes one that fails without its neighbours', async () => {
    const { words, group, write } = open();
    const fails = group.run(async (transaction) => {
      transaction.add('bad');
      throw new Error('changed my mind');
    });
    const ends = await Promise.allSettled([write('a'), fails, write('b')]);
    expect(ends.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(words.committed).to.deep.equal(['a', 'b']);
  });

  it('tells nobody of success when the commit fails', async () => {
    const { words, write } = open();
    words.failCommit = true;
    const ends = await Promise.allSettled([write('a'), write('b')]);
    expect(ends.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(words.committed).to.deep.equal([]);
    expect(words.log.at(-1)).to.equal('rollback');
  });

  it('tells of success only after the commit', async () => {
    const { words, write } = open();
    await write('a').then(() => expect(words.log.at(-1)).to.equal('commit'));
  });

  it('lets only the first hear that the database is busy, and goes on with the next', async () => {
    const { words, write } = open();
    words.failBegin = 1;
    const ends = await Promise.allSettled([write('a'), write('b')]);
    expect(ends.map(({ status }) => status)).to.deep.equal(['rejected', 'fulfilled']);
    expect(words.committed).to.deep.equal(['b']);
  });

  it('bounds a group, so that other processes get their turn', async () => {
    const { words, write } = open();
    await Promise.all(Array.from({ length: 100 }, (_, index) => write(String(index))));
    expect(words.committed).to.have.length(100);
    expect(words.log.filter((entry) => entry === 'commit').length).to.be.at.least(4);
  });
});
