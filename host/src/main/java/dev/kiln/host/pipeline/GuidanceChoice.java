package dev.kiln.host.pipeline;

import dev.kiln.host.pipeline.HookSource.Hook;
import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.Support;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.hook.GuidanceHook;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One guidance wins a pass: the named one, else the highest rank; a tie is the user's to settle.
 */
final class GuidanceChoice {
  private record Candidate(Hook<GuidanceHook> hook, Support support) {
    String name() {
      return hook.extension().name();
    }
  }

  private final List<Candidate> candidates = new ArrayList<>();

  GuidanceChoice(Hooks hooks, Function<String, PassContext> views) {
    List<Hook<GuidanceHook>> all = new ArrayList<>(hooks.of(GuidanceHook.class));
    all.add(new Hook<>("host", new ClassifierFreeGuidance()));
    for (Hook<GuidanceHook> hook : all) {
      try {
        candidates.add(new Candidate(hook, hook.extension().supports(views.apply(hook.plugin()))));
      } catch (RuntimeException e) {
        throw Attribution.of(e, hook.plugin(), "GuidanceHook.supports");
      }
    }
  }

  Hook<GuidanceHook> choose(String wanted) {
    return wanted.isEmpty() ? highest() : named(wanted);
  }

  private Hook<GuidanceHook> named(String wanted) {
    Candidate candidate =
        candidates.stream()
            .filter(it -> it.name().equalsIgnoreCase(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new BadRequest(
                        "unknown guidance \""
                            + wanted
                            + "\"; there are: "
                            + String.join(
                                ", ", candidates.stream().map(Candidate::name).toList())));
    if (!candidate.support.supported()) {
      throw new BadRequest("guidance '" + wanted + "' cannot serve: " + candidate.support.reason());
    }
    return candidate.hook;
  }

  private Hook<GuidanceHook> highest() {
    int rank =
        candidates.stream()
            .filter(it -> it.support.supported())
            .mapToInt(it -> it.support.rank())
            .max()
            .orElseThrow();
    List<Candidate> best =
        candidates.stream()
            .filter(it -> it.support.supported() && it.support.rank() == rank)
            .toList();
    if (best.size() > 1) {
      throw new BadRequest(
          "several guidances ask for this picture with rank "
              + rank
              + "; set \"guidance\" to one of: "
              + String.join(", ", best.stream().map(Candidate::name).toList()));
    }
    return best.get(0).hook;
  }
}
