package dev.kiln.host.pipeline.pass;

import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.RequestView;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.NetworkRun;
import java.nio.file.Path;
import java.util.List;

/** One pass as one plugin sees it. */
final class PassView extends RequestView implements PassContext {
  private final String job;
  private final PassSpec spec;
  private final PassNetworks networks;

  PassView(String plugin, Hooks hooks, RequestState state, PassSpec spec, PassNetworks networks) {
    super(plugin, hooks, state);
    this.job = state.job();
    this.spec = spec;
    this.networks = networks;
  }

  @Override
  public String job() {
    return job;
  }

  @Override
  public int images() {
    return spec.images();
  }

  @Override
  public int width() {
    return spec.width();
  }

  @Override
  public int height() {
    return spec.height();
  }

  @Override
  public int steps() {
    return spec.steps().count();
  }

  @Override
  public double cfgScale() {
    return spec.cfgScale();
  }

  @Override
  public double[] sigmas() {
    return spec.steps().sigmas().clone();
  }

  @Override
  public int latentSize() {
    return spec.latents().rowSize();
  }

  @Override
  public Vae vae() {
    return networks.vae();
  }

  @Override
  public List<NetworkRun.Port> unetInputs() {
    return networks.unet().inputs();
  }

  @Override
  public List<NetworkRun.Port> unetOutputs() {
    return networks.unet().outputs();
  }

  @Override
  public NetworkRun open(NetworkKind kind, Path path) {
    return networks.open(kind, path);
  }
}
