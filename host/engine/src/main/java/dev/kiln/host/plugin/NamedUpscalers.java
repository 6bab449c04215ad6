package dev.kiln.host.plugin;

import dev.kiln.host.NearestNames;
import dev.kiln.host.ShippedPlugins;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.plugin.Claims.Slot;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleCall;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.stream.Stream;

/** The upscalers of the running plugins: declared names, then models as their plugins find them. */
final class NamedUpscalers implements Upscalers {
  private static final Class<Upscaler> HOOK = Upscaler.class;

  private final PluginRuntime runtime;

  NamedUpscalers(PluginRuntime runtime) {
    this.runtime = runtime;
  }

  /** An upscaler, and whose it is. */
  private record Offered(Slot slot, UpscalerInfo info) {
    boolean answersTo(String name) {
      return info.name().equalsIgnoreCase(name)
          || info.file() != null && info.file().getFileName().toString().equalsIgnoreCase(name);
    }
  }

  @Override
  public List<UpscalerInfo> infos() {
    List<UpscalerInfo> all = new ArrayList<>();
    Stream.concat(declared().stream(), models().stream())
        .map(Offered::info)
        .filter(info -> all.stream().noneMatch(it -> it.name().equalsIgnoreCase(info.name())))
        .forEach(all::add);
    return all;
  }

  private List<Offered> declared() {
    Claims claims = runtime.contributions();
    return claims.of(HOOK).stream()
        .filter(slot -> slot.plugin().failure().isEmpty())
        .flatMap(
            slot ->
                slot.extension().names(HOOK).stream()
                    .filter(name -> claims.holds(slot, HOOK, name))
                    .map(name -> new Offered(slot, new UpscalerInfo(name, 0, null))))
        .toList();
  }

  private List<Offered> models() {
    return runtime.contributions().of(HOOK).stream()
        .filter(slot -> slot.extension().names(HOOK).isEmpty())
        .flatMap(slot -> modelsOf(slot).stream().map(info -> new Offered(slot, info)))
        .toList();
  }

  private List<UpscalerInfo> modelsOf(Slot slot) {
    try {
      return borrowed(slot, "models", Upscaler::models).orElse(List.of());
    } catch (PluginProblem failed) {
      if (slot.plugin().failure().isEmpty()) {
        throw failed;
      }
      // It could not start, which the list of plugins tells.
      return List.of();
    }
  }

  @Override
  public UpscalerInfo info(String name) {
    return found(name).info();
  }

  private Offered found(String name) {
    String wanted = name.strip();
    return Stream.<Function<NamedUpscalers, List<Offered>>>of(
            NamedUpscalers::declared, NamedUpscalers::models)
        .flatMap(offers -> offers.apply(this).stream())
        .filter(offered -> offered.answersTo(wanted))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  @Override
  public Picture upscale(
      String name, Picture picture, int width, int height, UpscaleWatcher watcher) {
    PictureCodec.demandSize("the enlarged picture", width, height);
    Offered offered = found(name);
    UpscaleCall call = new UpscaleCall(offered.info(), picture, width, height, watcher);
    String what = offered.info().name();
    Picture made =
        borrowed(offered.slot(), what, upscaler -> upscaler.upscale(call))
            .orElseThrow(() -> unknown(name));
    if (made.width() != width || made.height() != height) {
      throw new PluginProblem(
          "plugin '%s' made a picture of %dx%d pixels in Upscaler %s, expected %dx%d"
              .formatted(
                  offered.slot().plugin().id(), made.width(), made.height(), what, width, height));
    }
    return made;
  }

  /** Empty when the plugin is gone. */
  private <T> Optional<T> borrowed(Slot declared, String what, Function<Upscaler, T> work) {
    Optional<Slot> slot = runtime.borrow(declared);
    if (slot.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(work.apply(slot.get().as(HOOK)));
    } catch (CancellationException stopped) {
      throw stopped;
    } catch (Throwable e) {
      throw Reason.attributed(e, slot.get(), HOOK.getSimpleName() + " " + what);
    } finally {
      runtime.giveBack(slot.get());
    }
  }

  private BadRequest unknown(String name) {
    List<String> names = infos().stream().map(UpscalerInfo::name).toList();
    return new BadRequest(
        "unknown upscaler \""
            + name
            + "\"; "
            + (names.isEmpty()
                ? "no plugin offers any" + ShippedPlugins.beginning("upscaler-")
                : "nearest: " + NearestNames.of(name, names)));
  }
}
