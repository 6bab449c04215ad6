package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Row.Role;
import java.util.stream.Stream;

/**
 * FasterCache's unconditional part (arXiv 2410.19355, with diffusers' numbers): from time step 641
 * on the negative prompt is computed in every n-th evaluation only. In the others its noise is the
 * prompt's plus what was between the two, of which each evaluation amplifies the low frequencies
 * while the shape of the picture forms, and the high ones at its end.
 */
final class UncondCache {
  private static final double FROM = 641;
  private static final float GAIN = 1.1f;

  private final int every;
  private final LowPass lowPass;
  private final UncondDelta[] deltas;
  private int calls;
  private int filled;

  /**
   * @param every how many evaluations one prediction serves; 1 for all computed
   */
  UncondCache(int every, PassContext pass) {
    this.every = every;
    this.lowPass = new LowPass(pass.height() / 8, pass.width() / 8);
    this.deltas =
        Stream.generate(() -> new UncondDelta(pass.latentSize()))
            .limit(every > 1 ? pass.images() : 0)
            .toArray(UncondDelta[]::new);
  }

  /** Whether an evaluation's rows of the negative prompt can all be filled in. */
  boolean knows(DenoiseCall call) {
    boolean due = calls % every == 0 || call.timestep() >= FROM;
    return !due && known(call);
  }

  private boolean known(DenoiseCall call) {
    int first = 0;
    boolean any = false;
    for (int row = 0; row < call.rows(); row++) {
      first = first(call, first, row);
      if (call.row(row).role() != Role.COND) {
        // A picture that is edited is guided by a third row, of which nothing is known.
        any =
            row > first
                && call.row(row).role() == Role.UNCOND
                && deltas[call.row(row).image()].holds(call, first, row);
        if (!any) {
          return false;
        }
      }
    }
    return any;
  }

  /** The first row of a row's image: that of the prompt, or of its first part. */
  private static int first(DenoiseCall call, int known, int row) {
    return call.row(row).image() == call.row(known).image() ? known : row;
  }

  /** Keep what was computed. */
  void keep(DenoiseCall call) {
    calls++;
    int first = 0;
    for (int row = 0; row < call.rows() && every > 1; row++) {
      first = first(call, first, row);
      if (call.row(row).role() == Role.UNCOND && row > first) {
        deltas[call.row(row).image()].keep(call, first, row, lowPass);
      }
    }
  }

  /** Fill in the rows of the negative prompt. All must be known. */
  void fill(DenoiseCall call) {
    double t = call.timestep();
    float low = t > 99 && t < 901 ? GAIN : 1;
    float high = t < 301 ? GAIN : 1;
    int first = 0;
    for (int row = 0; row < call.rows(); row++) {
      first = first(call, first, row);
      if (call.row(row).role() == Role.UNCOND) {
        deltas[call.row(row).image()].fill(call, first, row, low, high);
      }
    }
    calls++;
    filled++;
  }

  /** Say what was done. */
  void close(PassContext pass) {
    if (filled > 0) {
      pass.infotext("Uncond every", Integer.toString(every));
      pass.infotext("Uncond reused", filled + " of " + calls);
    }
  }
}
