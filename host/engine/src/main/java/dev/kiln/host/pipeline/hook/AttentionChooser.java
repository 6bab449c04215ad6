package dev.kiln.host.pipeline.hook;

import dev.kiln.host.ShippedPlugins;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.model.Model;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Decides how attention and convolutions of a request are computed. Safe from any thread. */
public interface AttentionChooser {
  /** What stands for "no name" in requests and settings. */
  String AUTOMATIC = "automatic";

  /** What the request names; otherwise the ranks of those that are awake. */
  AttentionChooser BY_RANK =
      (request, model, cancellation) ->
          new Choice(
              asked(request.attention())
                  ? new AttentionWish(lower(request.attention()), true, 1L << 30, "asked for")
                  : new AttentionWish("", false, 1L << 30, "by rank"),
              ConvolutionWish.NONE,
              () -> {});

  /**
   * Choose for a request, and hold what must not run beside a generation until the choice is
   * closed.
   *
   * @param cancellation ends the wait for what must not run beside it
   * @throws dev.kiln.spi.BadRequest when the request names an optimizer that is not there
   * @throws java.util.concurrent.CancellationException when it was cancelled while it waited
   */
  Choice choose(GenerationRequest request, Model model, Cancellation cancellation);

  /**
   * Refuse what a request names, without choosing.
   *
   * @throws dev.kiln.spi.BadRequest when it names an optimizer that is not there
   */
  default void check(GenerationRequest request) {}

  /** Whether a name asks for one optimizer, or for none at all. */
  static boolean asked(String name) {
    return !name.isBlank() && !name.equalsIgnoreCase(AUTOMATIC);
  }

  /**
   * Nobody computes attention under a name.
   *
   * @param names that there are
   */
  static BadRequest unknown(String name, List<String> names) {
    return new BadRequest(
        "unknown attention optimizer \""
            + name
            + "\"; there are: "
            + names.stream().map(one -> one + ", ").collect(Collectors.joining())
            + GraphRecipe.UNTOUCHED
            + " and "
            + AUTOMATIC
            + ShippedPlugins.called("attention-", name, List.of()));
  }

  static String lower(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /**
   * The choice for one generation.
   *
   * @param end is run when the generation is over
   */
  record Choice(AttentionWish wish, ConvolutionWish convolutions, Runnable end)
      implements AutoCloseable {
    /** The request with the choice in it: it wakes the plugins. */
    public GenerationRequest applied(GenerationRequest request) {
      GenerationRequestBuilder applied =
          new GenerationRequestBuilder(request).attention(wish.name());
      convolutions.plugins().stream()
          .filter(plugin -> !request.plugins().containsKey(plugin))
          .forEach(plugin -> applied.plugin(plugin, Map.of()));
      return applied.build();
    }

    @Override
    public void close() {
      end.run();
    }
  }
}
