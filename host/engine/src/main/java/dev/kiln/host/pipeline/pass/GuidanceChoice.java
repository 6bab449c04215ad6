package dev.kiln.host.pipeline.pass;

import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.Support;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.GuidanceProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One guidance wins a pass: the one that the request names, else the one that the settings name,
 * else the highest rank; a tie is an error that the user settles.
 */
public final class GuidanceChoice {
  /** The name of the host's own. */
  public static final String OF_THE_HOST = ClassifierFreeGuidance.NAME;

  private static final String POINT = "GuidanceProvider";

  private record Candidate(Hook<GuidanceProvider> hook, Support support) {}

  private final Hooks hooks;
  private final List<Candidate> candidates = new ArrayList<>();

  GuidanceChoice(Hooks hooks, Function<String, PassContext> views) {
    this.hooks = hooks;
    List<Hook<GuidanceProvider>> all = new ArrayList<>(hooks.of(GuidanceProvider.class));
    all.add(new Hook<>("host", ClassifierFreeGuidance.NAME, 0, new ClassifierFreeGuidance()));
    for (Hook<GuidanceProvider> hook : all) {
      try {
        candidates.add(new Candidate(hook, hook.extension().supports(views.apply(hook.plugin()))));
      } catch (RuntimeException | Error e) {
        throw Attribution.of(e, hook.plugin(), "GuidanceProvider.supports");
      }
    }
  }

  /**
   * @param wanted the name that the request gives; empty for none
   */
  Hook<GuidanceProvider> choose(String wanted) {
    if (!wanted.isEmpty()) {
      return won(named(wanted, ""), "the request names it");
    }
    if (!hooks.guidance().isEmpty()) {
      return won(named(hooks.guidance(), " in settings.json"), "settings.json names it");
    }
    Candidate highest = highest();
    return won(highest, "rank %d: %s".formatted(highest.hook.rank(), highest.support.reason()));
  }

  /** The host's own, when nobody else asks for the pass, is no decision worth showing. */
  private Hook<GuidanceProvider> won(Candidate winner, String why) {
    if (candidates.size() > 1) {
      List<String> claimants = candidates.stream().map(it -> it.hook.plugin()).toList();
      hooks.decided(POINT, claimants, winner.hook.plugin(), why);
    }
    return winner.hook;
  }

  private Candidate named(String wanted, String where) {
    Candidate candidate =
        candidates.stream()
            .filter(it -> it.hook.name().equalsIgnoreCase(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    unknown(wanted, where, candidates.stream().map(it -> it.hook.name()).toList()));
    if (!candidate.support.supported()) {
      throw new BadRequest(
          "guidance '" + wanted + "'" + where + " cannot serve: " + candidate.support.reason());
    }
    return candidate;
  }

  /**
   * Nobody combines predictions under a name.
   *
   * @param where the name was found; empty for the request
   * @param names that there are
   */
  public static BadRequest unknown(String wanted, String where, List<String> names) {
    return new BadRequest(
        "unknown guidance \"" + wanted + "\"" + where + "; there are: " + String.join(", ", names));
  }

  private Candidate highest() {
    List<Candidate> able = candidates.stream().filter(it -> it.support.supported()).toList();
    int rank = able.stream().mapToInt(it -> it.hook.rank()).max().orElseThrow();
    List<Candidate> best = able.stream().filter(it -> it.hook.rank() == rank).toList();
    if (best.size() > 1) {
      List<String> claimants = best.stream().map(it -> it.hook.plugin()).toList();
      hooks.decided(POINT, claimants, "", "equal rank " + rank + "; name one");
      throw new BadRequest(
          "several guidances ask for this picture with rank "
              + rank
              + "; set \"guidance\" to one of: "
              + names(best));
    }
    return best.get(0);
  }

  private static String names(List<Candidate> candidates) {
    return String.join(", ", candidates.stream().map(it -> it.hook.name()).toList());
  }
}
