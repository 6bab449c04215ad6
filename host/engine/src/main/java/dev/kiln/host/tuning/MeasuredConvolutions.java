package dev.kiln.host.tuning;

import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.pipeline.hook.ConvolutionWish;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Operators;
import dev.kiln.host.request.RequestFields;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * "Automatic" for convolutions: the plugins are woken that were measured to be faster anywhere in
 * this model at this size on this machine. A picture that is drawn again gets those that drew it,
 * which its infotext names.
 */
record MeasuredConvolutions(Measurements<ConvolutionTimes> known) {
  ConvolutionWish wish(GenerationRequest request, Trialled what) {
    Optional<ConvolutionTimes> times =
        what.convolutions().isEmpty() ? Optional.empty() : known.of(what.convolutionKey());
    if (times.isEmpty()) {
      return ConvolutionWish.NONE;
    }
    boolean again = !Operators.of(request.get(RequestFields.OPERATORS)).hash().isEmpty();
    Set<String> plugins =
        what.convolutions().stream()
            .filter(line -> !again && gains(line, times.get()))
            .map(OptimizerLine::plugin)
            .collect(Collectors.toSet());
    return new ConvolutionWish(plugins, times.get().seconds());
  }

  private static boolean gains(OptimizerLine line, ConvolutionTimes times) {
    return times.seconds().values().stream().anyMatch(one -> gains(line.name(), one));
  }

  private static boolean gains(String name, Map<String, Double> seconds) {
    double before = seconds.getOrDefault(GraphRecipe.UNTOUCHED, Double.NaN);
    return seconds.getOrDefault(name, Double.NaN) < before;
  }

  /** Whether there is something to measure yet. */
  boolean open(Trialled what) {
    return !what.convolutions().isEmpty()
        && !known.of(what.convolutionKey()).map(ConvolutionTimes::whole).orElse(false);
  }
}
