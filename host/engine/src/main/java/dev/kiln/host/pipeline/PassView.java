package dev.kiln.host.pipeline;

import dev.kiln.host.pipeline.HookSource.Hooks;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.NetworkRun;
import java.nio.file.Path;
import java.util.List;

/** One pass as one plugin sees it. */
final class PassView extends RequestView implements PassContext {
  /** What all plugins see alike. */
  record Facts(
      String job,
      int images,
      int width,
      int height,
      int steps,
      double cfgScale,
      double[] sigmas,
      int latentSize,
      Vae vae,
      PassNetworks networks) {}

  private final Facts facts;

  PassView(String plugin, Hooks hooks, RequestState state, Facts facts) {
    super(plugin, hooks, state);
    this.facts = facts;
  }

  @Override
  public String job() {
    return facts.job;
  }

  @Override
  public int images() {
    return facts.images;
  }

  @Override
  public int width() {
    return facts.width;
  }

  @Override
  public int height() {
    return facts.height;
  }

  @Override
  public int steps() {
    return facts.steps;
  }

  @Override
  public double cfgScale() {
    return facts.cfgScale;
  }

  @Override
  public double[] sigmas() {
    return facts.sigmas.clone();
  }

  @Override
  public int latentSize() {
    return facts.latentSize;
  }

  @Override
  public Vae vae() {
    return facts.vae;
  }

  @Override
  public List<NetworkRun.Port> unetInputs() {
    return facts.networks.unetInputs();
  }

  @Override
  public NetworkRun open(NetworkKind kind, Path path) {
    return facts.networks.open(kind, path);
  }
}
