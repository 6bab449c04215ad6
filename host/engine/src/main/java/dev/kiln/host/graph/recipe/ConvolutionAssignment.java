package dev.kiln.host.graph.recipe;

import dev.kiln.host.graph.recipe.ConvolutionReport.Choice;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Assigns each convolution to the candidate that saves the most time there. Where memory is short,
 * those come first that save the most for a byte; one that does not fit may go to a candidate that
 * takes less. For one thread, once.
 */
public final class ConvolutionAssignment {
  /** Of the untouched time that has to be saved: less is noise. */
  private static final double WORTHWHILE = 0.02;

  /** By which times are guessed that nobody measured, multiplications a second. */
  private static final double GUESSED = 5e10;

  private final List<ConvolutionCandidate> candidates;
  private final Optional<NetworkShape> shape;
  private final Times times;

  /** Bytes that each plugin may take yet. */
  private final Map<String, Long> left = new HashMap<>();

  /** Weights that were transformed for another site already. */
  private final Set<String> there = new HashSet<>();

  /** What was measured. */
  @FunctionalInterface
  public interface Times {
    /** Nothing was. */
    Times UNKNOWN = site -> Map.of();

    /** Seconds by name of the candidates, and of {@link GraphRecipe#UNTOUCHED}; perhaps of none. */
    Map<String, Double> of(ConvolutionSite site);
  }

  /**
   * @param shape that the graph is made for
   */
  public ConvolutionAssignment(
      List<ConvolutionCandidate> candidates, Optional<NetworkShape> shape, Times times) {
    this.candidates = candidates;
    this.shape = shape;
    this.times = times;
    for (ConvolutionCandidate candidate : candidates) {
      left.computeIfAbsent(
          candidate.part().plugin(),
          plugin ->
              RecipeRun.attributed(
                  candidate.part(),
                  "its memory for convolutions",
                  () -> candidate.hook().memory(context(candidate))));
    }
  }

  /**
   * What a candidate would save at a site.
   *
   * @param reason in words
   */
  private record Offer(ConvolutionCandidate candidate, double saved, long bytes, String reason) {
    double savedPerByte() {
      return saved / Math.max(1, bytes);
    }
  }

  /**
   * Assign all sites of a graph.
   *
   * @return a choice for each, in order
   */
  public List<Choice> assign(List<ConvolutionSite> sites) {
    List<Choice> choices = new ArrayList<>();
    List<List<Offer>> offers = new ArrayList<>();
    for (ConvolutionSite site : sites) {
      List<Offer> ofSite = new ArrayList<>();
      List<String> refusals = new ArrayList<>();
      candidates.forEach(candidate -> ask(site, candidate, ofSite, refusals));
      ofSite.sort(Comparator.comparingDouble((Offer offer) -> -offer.saved));
      offers.add(ofSite);
      choices.add(untouched(site, String.join("; ", refusals)));
    }
    IntStream.range(0, sites.size())
        .filter(site -> !offers.get(site).isEmpty())
        .boxed()
        .sorted(Comparator.comparingDouble(site -> -offers.get(site).get(0).savedPerByte()))
        .forEach(site -> choices.set(site, choose(sites.get(site), offers.get(site))));
    return choices;
  }

  private static Choice untouched(ConvolutionSite site, String reason) {
    return new Choice(site.path(), site.shape(), "", "", reason, 0);
  }

  private void ask(
      ConvolutionSite site,
      ConvolutionCandidate candidate,
      List<Offer> offers,
      List<String> refusals) {
    NetworkContext context = context(candidate);
    RecipeRun.attributed(
        candidate.part(),
        "convolution " + site.path(),
        () -> {
          Support support = candidate.hook().supports(site, context);
          if (!support.supported()) {
            refusals.add(candidate.name() + ": " + support.reason());
            return support;
          }
          Map<String, Double> known = times.of(site);
          Double before = known.get(GraphRecipe.UNTOUCHED);
          Double after = known.get(candidate.name());
          boolean measured = before != null && after != null && !before.isNaN();
          double direct = measured ? before : site.shape().multiplications() / GUESSED;
          double gain = measured ? before / after : candidate.hook().gain(site, context);
          String reason =
              String.format(
                  Locale.ROOT,
                  "%s %.2f times as fast as the runtime's own",
                  measured ? "measured here:" : "expected to be",
                  gain);
          // NaN where it could not run, or gave something else.
          if (gain * (1 - WORTHWHILE) > 1) {
            long bytes = candidate.hook().bytes(site, context);
            offers.add(new Offer(candidate, direct * (1 - 1 / gain), bytes, reason));
          } else {
            refusals.add(candidate.name() + ": " + reason);
          }
          return support;
        });
  }

  private Choice choose(ConvolutionSite site, List<Offer> offers) {
    List<String> refusals = new ArrayList<>();
    for (Offer offer : offers) {
      ConvolutionCandidate candidate = offer.candidate;
      String plugin = candidate.part().plugin();
      String form = candidate.name() + " " + site.weights().name();
      long bytes = there.contains(form) ? 0 : offer.bytes;
      if (bytes <= left.get(plugin)) {
        there.add(form);
        left.merge(plugin, -bytes, Long::sum);
        return new Choice(
            site.path(), site.shape(), candidate.name(), plugin, offer.reason, bytes);
      }
      refusals.add(
          String.format(
              Locale.ROOT,
              "%s: its weights take %.0f MB more, and %.0f are left of what it may take",
              candidate.name(),
              bytes / 1e6,
              left.get(plugin) / 1e6));
    }
    return untouched(site, String.join("; ", refusals));
  }

  private NetworkContext context(ConvolutionCandidate candidate) {
    return new ShapedContext(candidate.part().context(), shape);
  }
}
