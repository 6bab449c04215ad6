package dev.kiln.host.tuning;

import dev.kiln.host.model.ModelSource;
import dev.kiln.host.model.NetworkFiles;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A model at a size whose operators are to be measured. Holds no open model, which may be closed by
 * then.
 *
 * @param optimizers of attention
 * @param convolutions optimizers of convolutions
 */
record Trialled(
    ModelSource model,
    int width,
    int height,
    List<OptimizerLine> optimizers,
    List<OptimizerLine> convolutions) {
  /** What the choice of attention depends on, the machine aside. */
  String key() {
    return place() + " " + candidates(optimizers);
  }

  /** What the choice for convolutions depends on, the machine aside. */
  String convolutionKey() {
    return place() + " " + candidates(convolutions);
  }

  /** For people. */
  String label() {
    return label(place());
  }

  private String place() {
    return model.path() + " " + width + "x" + height;
  }

  static String label(String place) {
    return place.replaceFirst(".*[/\\\\]", "");
  }

  static String candidates(List<OptimizerLine> optimizers) {
    return optimizers.stream()
        .map(line -> line.name() + ":" + TuningTask.build(line))
        .collect(Collectors.joining(","));
  }

  /** The attentions of the UNet and of ControlNets, and how often each occurs. */
  Map<TuningTask, Long> tasks(List<NetworkFiles> controlNets) {
    Map<TuningTask, Long> tasks = new LinkedHashMap<>();
    AttentionSites.of(model, controlNets, width, height)
        .forEach(
            (site, count) -> {
              SiteSubject subject = new SiteSubject(site, LayerOperators.EXPORTED);
              tasks.put(new TuningTask(TuningTask.ATTENTION, site, subject, optimizers), count);
            });
    return tasks;
  }

  /** The convolutions of the UNet, the image codec and ControlNets, and how often each occurs. */
  Map<TuningTask, Long> convolutionTasks(List<NetworkFiles> controlNets) {
    Map<TuningTask, Long> tasks = new LinkedHashMap<>();
    ConvolutionSites.of(model, controlNets, width, height)
        .forEach(
            (shape, count) -> {
              ConvolutionSubject subject = new ConvolutionSubject(shape);
              tasks.put(
                  new TuningTask(TuningTask.CONVOLUTION, shape, subject, convolutions), count);
            });
    return tasks;
  }
}
