package dev.kiln.host.engine;

import dev.kiln.host.Versions;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.plugin.ExcludesIndex;
import dev.kiln.host.plugin.PluginReport.PluginLine;
import dev.kiln.host.plugin.PluginRuntime;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.HostState;
import dev.kiln.spi.sampling.SamplerInfo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An engine as its plugins see it.
 *
 * @param loaded asked anew each time: plugins are lent this before their runtime exists
 */
record EngineState(
    OrtRuntime ort, ModelCatalog catalog, Supplier<PluginRuntime> loaded, QueuedGenerations front)
    implements HostState {
  @Override
  public String version() {
    return Versions.KILN;
  }

  @Override
  public String runtime() {
    return "ONNX Runtime " + ort.version();
  }

  @Override
  public String model() {
    try {
      return catalog.choose("").name();
    } catch (BadRequest none) {
      return "";
    }
  }

  @Override
  public List<String> models() {
    return catalog.list().stream().map(ModelCatalog.Entry::name).toList();
  }

  @Override
  public List<String> samplers() {
    return loaded.get().services().samplers().samplers().stream().map(SamplerInfo::name).toList();
  }

  @Override
  public List<Plugin> plugins() {
    return loaded.get().report().plugins().stream().map(EngineState::plugin).toList();
  }

  private static Plugin plugin(PluginLine line) {
    return new Plugin(
        line.id(),
        line.version(),
        line.state().name().toLowerCase(Locale.ROOT),
        line.excludes().stream().map(ExcludesIndex::plugin).toList());
  }

  @Override
  public String attention() {
    return front.attention();
  }

  @Override
  public Optional<Running> running() {
    return front.running();
  }
}
