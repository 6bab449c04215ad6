package dev.kiln.host.pipeline;

import dev.kiln.host.model.Model;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.spi.graph.NetworkShape;
import java.util.Locale;

/** Decides which optimizer of attention a request gets. Safe from any thread. */
public interface AttentionChooser {
  /** What stands for "no name" in requests and settings. */
  String AUTOMATIC = "automatic";

  /** What the request names; otherwise rank decides. */
  AttentionChooser BY_RANK =
      (request, model, shape, hooks) ->
          asked(request.attention())
              ? new AttentionWish(
                  request.attention().toLowerCase(Locale.ROOT), true, 1L << 30, "asked for")
              : new AttentionWish("", false, 1L << 30, "by rank");

  /**
   * @param shape of the UNet's runs
   */
  AttentionWish wish(GenerationRequest request, Model model, NetworkShape shape, Hooks hooks);

  /** Whether a name asks for one optimizer, or for none at all. */
  static boolean asked(String name) {
    return !name.isBlank() && !name.equalsIgnoreCase(AUTOMATIC);
  }
}
