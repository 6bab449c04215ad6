package dev.kiln.host.tuning;

import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelSource;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.pipeline.hook.AttentionChooser;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Operators;
import dev.kiln.host.request.RequestFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * "Automatic": what the request names, else what a flag of the command line prefers, else what was
 * measured to be fastest on this machine for this model and size, else the highest rank. No plugin
 * is woken to choose. Safe from any thread.
 */
public final class MeasuredAttention implements AttentionChooser {
  private final Supplier<List<OptimizerLine>> optimizers;
  private final List<String> preferred;
  private final Measurements<Measured> known;
  private final QuietTime quiet;
  private final long memory;
  private final Optional<BackgroundTrials> background;

  /**
   * @param optimizers those there are, the highest rank first
   * @param preferred names by the flags that were typed and the settings file, first ones first
   * @param memory bytes that the scores of one attention may take
   * @param background measures what was not measured yet; empty where the process ends soon
   */
  public MeasuredAttention(
      Supplier<List<OptimizerLine>> optimizers,
      List<String> preferred,
      Measurements<Measured> known,
      QuietTime quiet,
      long memory,
      Optional<BackgroundTrials> background) {
    this.optimizers = optimizers;
    this.preferred = List.copyOf(preferred);
    this.known = known;
    this.quiet = quiet;
    this.memory = memory;
    this.background = background;
  }

  @Override
  public Choice choose(GenerationRequest request, Model model, Cancellation cancellation) {
    AttentionWish wish = wish(request, model);
    QuietTime.Span span = quiet.generating(cancellation);
    return new Choice(wish, span::close);
  }

  @Override
  public void check(GenerationRequest request) {
    if (AttentionChooser.asked(request.attention())) {
      named(AttentionChooser.lower(request.attention()), optimizers.get());
    }
  }

  /** The choice alone, for who only wants to show it. */
  public AttentionWish wish(GenerationRequest request, Model model) {
    List<OptimizerLine> lines = optimizers.get();
    if (AttentionChooser.asked(request.attention())) {
      return named(AttentionChooser.lower(request.attention()), lines);
    }
    if (lines.isEmpty()) {
      return new AttentionWish(GraphRecipe.UNTOUCHED, false, memory, "no optimizer is installed");
    }
    String before = Operators.of(request.get(RequestFields.OPERATORS)).attention();
    if (before.equals(GraphRecipe.UNTOUCHED) || has(lines, before)) {
      return new AttentionWish(before, false, memory, "as the picture that is drawn again");
    }
    for (String name : preferred) {
      if (name.equals(GraphRecipe.UNTOUCHED) || has(lines, name)) {
        return new AttentionWish(name, false, memory, "preferred by a flag or the settings");
      }
    }
    int side = model.nativeSize();
    int width = request.width() == 0 ? side : request.width();
    int height = request.height() == 0 ? side : request.height();
    Trialled what = new Trialled(model.source(), width, height, lines);
    Optional<Measured> measured = known.of(what.key());
    if (measured.isPresent()
        && (untouched(measured.get()) || has(lines, measured.get().winner()))) {
      return new AttentionWish(measured.get().winner(), false, memory, measured.get().reason());
    }
    background.ifPresent(trials -> trials.begin(what));
    OptimizerLine first = lines.get(0);
    String why =
        measured.map(Measured::reason).orElse("not measured at %dx%d yet".formatted(width, height));
    return new AttentionWish(
        first.name(), false, memory, "highest rank (%d); %s".formatted(first.rank(), why));
  }

  /** What is known of models at sizes, with the optimizers that there are; by model and size. */
  public Map<String, Measured> measured() {
    String end = " " + Trialled.candidates(optimizers.get());
    Map<String, Measured> measured = new TreeMap<>();
    known
        .all()
        .forEach(
            (key, value) -> {
              if (key.endsWith(end)) {
                measured.put(Trialled.label(key.substring(0, key.length() - end.length())), value);
              }
            });
    return measured;
  }

  private AttentionWish named(String name, List<OptimizerLine> lines) {
    if (!name.equals(GraphRecipe.UNTOUCHED) && !has(lines, name)) {
      throw AttentionChooser.unknown(name, lines.stream().map(OptimizerLine::name).toList());
    }
    return new AttentionWish(name, true, memory, "asked for");
  }

  private static boolean untouched(Measured measured) {
    return measured.winner().equals(GraphRecipe.UNTOUCHED);
  }

  private static boolean has(List<OptimizerLine> lines, String name) {
    return lines.stream().anyMatch(line -> line.name().equalsIgnoreCase(name));
  }

  /** A choice that is to be measured. Holds no open model, which may be closed by then. */
  record Trialled(ModelSource model, int width, int height, List<OptimizerLine> optimizers) {
    /** What the outcome depends on, the machine aside. */
    String key() {
      return place() + " " + candidates(optimizers);
    }

    /** For people. */
    String label() {
      return label(place());
    }

    private String place() {
      return model.path() + " " + width + "x" + height;
    }

    private static String label(String place) {
      return place.replaceFirst(".*[/\\\\]", "");
    }

    private static String candidates(List<OptimizerLine> optimizers) {
      return optimizers.stream()
          .map(line -> line.name() + ":" + build(line))
          .collect(Collectors.joining(","));
    }

    private static String build(OptimizerLine line) {
      return line.state().substring(0, 12);
    }

    /** What there is to measure, and how often each of it occurs in the UNet. */
    Map<TuningTask, Long> tasks() {
      SortedMap<String, String> builds = new TreeMap<>();
      optimizers.forEach(line -> builds.put(line.name(), build(line)));
      Map<TuningTask, Long> tasks = new LinkedHashMap<>();
      AttentionSites.of(model, width, height)
          .forEach(
              (site, count) -> {
                SiteSubject subject = new SiteSubject(site, LayerOperators.EXPORTED);
                tasks.put(new TuningTask("attention", site, subject, builds), count);
              });
      return tasks;
    }
  }
}
