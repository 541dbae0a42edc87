/** Why something was done, as people say it. */

/** What stands for a reason that nobody gave; customers are not told it. */
export const NO_REASON = 'no reason given';
