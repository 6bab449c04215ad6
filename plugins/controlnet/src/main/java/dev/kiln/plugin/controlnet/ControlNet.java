package dev.kiln.plugin.controlnet;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Prompts;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.PromptProcessor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Reads the units when a request begins, gives the UNet inputs for what they add in the passes in
 * which one acts, and opens them there. Innermost, so that an evaluation that another plugin skips
 * or changes costs nothing here, or is seen as it is run.
 */
@Extension
@Singleton
@HookOrder(phase = HookOrder.Phase.LATE)
public class ControlNet implements PromptProcessor, GraphPatcher, DenoiseHook {
  private final UnitReader reader;
  private final ControlModels models;
  private final UnitOpener opener;

  @Inject
  ControlNet(UnitReader reader, ControlModels models, UnitOpener opener) {
    this.reader = reader;
    this.models = models;
    this.opener = opener;
  }

  /** The first hook of a request: what is wrong with a unit is told before any work. */
  @Override
  public Prompts process(Prompts prompts, RequestContext request) {
    List<Object> units =
        request.options(ControlNetOptions.class).map(ControlNetOptions::units).orElse(List.of());
    List<WantedUnit> wanted =
        reader.read(units, request.initPicture(0), request::warn).stream()
            .map(
                unit ->
                    new WantedUnit(unit, models.choose(unit.name(), unit.model(), request::warn)))
            .toList();
    request.keep(
        new ControlRequest(
            wanted.stream()
                .filter(WantedUnit::says)
                .filter(it -> it.unit().hires().actsIn(request.redraws()))
                .toList()));
    return prompts;
  }

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    return network
        .kept(ControlRequest.class)
        .filter(request -> network.kind() == NetworkKind.UNET)
        .filter(request -> !request.units().isEmpty())
        .map(request -> new ResidualPatch());
  }

  @Override
  public Optional<DenoiseInterceptor> open(PassContext pass) {
    return pass.kept(ControlRequest.class).flatMap(request -> opener.open(request, pass));
  }
}
