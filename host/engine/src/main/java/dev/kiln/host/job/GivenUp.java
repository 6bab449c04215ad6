package dev.kiln.host.job;

import dev.kiln.host.plugin.Keeper;
import dev.kiln.spi.PluginProblem;
import java.time.Duration;

/** The end of a job that was cancelled and whose thread did not come back, by no plugin's fault. */
public final class GivenUp extends RuntimeException {
  GivenUp(String message) {
    super(message);
  }

  /**
   * @param where it was when it was last heard of; empty, or to stand behind "cancelled"
   */
  static RuntimeException of(Keeper keeper, Duration patience, String where) {
    String sentence =
        "%s within %d s after the generation was cancelled%s; %s"
            .formatted(keeper.what(), patience.toSeconds(), where, keeper.remedy());
    return keeper.plugin().isEmpty() ? new GivenUp(sentence) : new PluginProblem(sentence);
  }
}
