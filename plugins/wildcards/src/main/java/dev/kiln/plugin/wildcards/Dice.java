package dev.kiln.plugin.wildcards;

/**
 * Numbers by lot that a seed determines, on every machine and Java: SplitMix64 (Steele, Lea and
 * Flood, 2014). Neighbouring seeds, which the pictures of a batch have, give unlike numbers from
 * the first on.
 */
final class Dice {
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  Dice(long seed) {
    state = seed;
  }

  /**
   * @param sides at least 1
   * @return from 0 to below sides
   */
  int roll(int sides) {
    state += GAMMA;
    long mixed = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return (int) Long.remainderUnsigned(mixed ^ mixed >>> 31, sides);
  }
}
