package dev.kiln.host.plugin;

import dev.kiln.host.NearestNames;
import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.host.ControlPreprocessors;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The preprocessors of the running plugins; the one that is named wakes its plugin. */
final class NamedPreprocessors implements ControlPreprocessors {
  private static final String HOOK = ControlPreprocessor.class.getSimpleName();

  private final PluginRuntime runtime;

  NamedPreprocessors(PluginRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public List<PreprocessorInfo> infos() {
    Claims contributions = runtime.contributions();
    return contributions.of(HOOK).stream()
        .filter(slot -> !contributions.lostItsName(HOOK, slot))
        .flatMap(slot -> listed(slot).stream())
        .sorted(
            Comparator.comparingInt((PreprocessorInfo info) -> -info.priority())
                .thenComparing(PreprocessorInfo::name))
        .toList();
  }

  /** A plugin that cannot wake is shown as failed elsewhere; the list is of what can be used. */
  private Optional<PreprocessorInfo> listed(Slot slot) {
    try {
      return with(slot, ControlPreprocessor::info);
    } catch (PluginProblem broken) {
      return Optional.empty();
    }
  }

  @Override
  public PreprocessorInfo info(String name) {
    return found(name, ControlPreprocessor::info);
  }

  @Override
  public Preprocessed run(String name, PreprocessorCall call) {
    return found(name, preprocessor -> checked(preprocessor, call));
  }

  private static Preprocessed checked(ControlPreprocessor preprocessor, PreprocessorCall call) {
    PreprocessorInfo info = preprocessor.info();
    if (info.has(Trait.NEEDS_MASK) && call.mask() == null) {
      throw new BadRequest(
          "the preprocessor " + info.name() + " needs a mask of its picture, and there is none");
    }
    return preprocessor.process(info.settle(call));
  }

  private <T> T found(String name, Function<ControlPreprocessor, T> use) {
    return runtime
        .contributions()
        .holder(HOOK, name.strip())
        .flatMap(slot -> with(slot, use))
        .orElseThrow(() -> unknown(name));
  }

  /** Empty when the plugin is gone meanwhile. */
  private <T> Optional<T> with(Slot declared, Function<ControlPreprocessor, T> use) {
    Optional<Slot> slot = runtime.borrow(declared);
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    try {
      LoadedPlugin plugin = slot.get().plugin();
      String type = slot.get().extension().type();
      return Optional.of(use.apply(plugin.extension(type, ControlPreprocessor.class)));
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw PluginContributions.attributed(
          e, slot.get(), HOOK + " " + declared.extension().offers().get(0));
    } finally {
      runtime.giveBack(slot.get());
    }
  }

  private BadRequest unknown(String name) {
    List<String> names = runtime.services().offers(HOOK);
    return new BadRequest(
        "unknown preprocessor \""
            + name
            + "\"; "
            + (names.isEmpty()
                ? "no plugin offers any"
                : "nearest: " + NearestNames.of(name, names)));
  }
}
