package dev.kiln.plugin.controlnet;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;

/**
 * Rows of a call that run together: of one picture, so that its bits do not depend on what else is
 * in its batch, and of one number of tokens.
 */
final class Rows {
  private final boolean condAlone;
  private boolean[] done = new boolean[0];
  private int[] members = new int[0];
  private int count;

  /**
   * @param condAlone whether rows of the negative prompt are left out
   */
  Rows(boolean condAlone) {
    this.condAlone = condAlone;
  }

  /** Begin with a call. */
  void of(DenoiseCall call) {
    if (done.length < call.rows()) {
      done = new boolean[call.rows()];
      members = new int[call.rows()];
    }
    for (int i = 0; i < call.rows(); i++) {
      done[i] = condAlone && call.row(i).role() != Row.Role.COND;
    }
  }

  /** Find rows that did not run yet; false when there are none. */
  boolean next(DenoiseCall call) {
    count = 0;
    for (int i = 0; i < call.rows(); i++) {
      if (!done[i] && (count == 0 || together(call, members[0], i))) {
        done[i] = true;
        members[count++] = i;
      }
    }
    return count > 0;
  }

  private static boolean together(DenoiseCall call, int a, int b) {
    return call.row(a).image() == call.row(b).image()
        && call.conditioning(a).dim(0) == call.conditioning(b).dim(0);
  }

  int count() {
    return count;
  }

  /** Which row of the call it is. */
  int row(int index) {
    return members[index];
  }
}
