package dev.kiln.host.plugin;

import dev.kiln.host.NearestNames;
import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.host.ControlPreprocessors;
import java.util.Comparator;
import java.util.List;

/** The preprocessors of the running plugins. Running one wakes its plugin. */
final class NamedPreprocessors implements ControlPreprocessors {
  private static final Class<ControlPreprocessor> HOOK = ControlPreprocessor.class;

  private final PluginRuntime runtime;

  NamedPreprocessors(PluginRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public List<PreprocessorInfo> infos() {
    return runtime.contributions().named(HOOK).stream()
        .filter(slot -> slot.plugin().failure().isEmpty())
        .map(slot -> slot.extension().preprocessor())
        .sorted(
            Comparator.comparingInt((PreprocessorInfo info) -> -info.priority())
                .thenComparing(PreprocessorInfo::name))
        .toList();
  }

  @Override
  public PreprocessorInfo info(String name) {
    return holder(name).extension().preprocessor();
  }

  private Slot holder(String name) {
    return runtime.contributions().holder(HOOK, name.strip()).orElseThrow(() -> unknown(name));
  }

  @Override
  public Preprocessed run(String name, PreprocessorCall call) {
    PreprocessorInfo info = info(name);
    if (info.has(Trait.NEEDS_MASK) && call.mask() == null) {
      throw new BadRequest(
          "the preprocessor " + info.name() + " needs a mask of its picture, and there is none");
    }
    Slot slot = runtime.borrow(holder(name)).orElseThrow(() -> unknown(name));
    try {
      return slot.as(HOOK).process(info.settle(call));
    } catch (Throwable e) {
      throw Reason.attributed(e, slot, HOOK.getSimpleName() + " " + info.name());
    } finally {
      runtime.giveBack(slot);
    }
  }

  private BadRequest unknown(String name) {
    List<String> names =
        runtime.contributions().named(HOOK).stream()
            .flatMap(slot -> slot.extension().names(HOOK).stream())
            .distinct()
            .toList();
    return new BadRequest(
        "unknown preprocessor \""
            + name
            + "\"; "
            + (names.isEmpty()
                ? "no plugin offers any"
                : "nearest: " + NearestNames.of(name, names)));
  }
}
