package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Redraws;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens the units of a pass: hints, networks, weights. */
@Singleton
class UnitOpener {
  /** Edges that were found in a small picture are too hard for a large one. */
  private static final Set<String> HARD = Set.of("canny", "mlsd");

  private final ControlModels models;
  private final Hints hints;
  private final PluginHome home;

  @Inject
  UnitOpener(ControlModels models, Hints hints, PluginHome home) {
    this.models = models;
    this.hints = hints;
    this.home = home;
  }

  /** The units of a pass; empty when none is active. */
  Optional<DenoiseInterceptor> open(ControlRequest request, PassContext pass) {
    List<WantedUnit> wanted = request.units();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    boolean large = pass.redraws() == Redraws.WHOLE;
    Residuals residuals = new Residuals(pass.unetInputs());
    List<OpenUnit> open = new ArrayList<>();
    try {
      // All hints before the first network: what cannot be made is told at once.
      List<Picture> pictures = wanted.stream().map(unit -> hint(unit, pass)).toList();
      for (int i = 0; i < wanted.size(); i++) {
        open.add(open(wanted.get(i), pictures.get(i), large, residuals, pass));
      }
    } catch (RuntimeException e) {
      open.forEach(OpenUnit::close);
      throw e;
    }
    return Optional.of(new ControlInterceptor(open, residuals));
  }

  private Picture hint(WantedUnit wanted, PassContext pass) {
    ControlUnit unit = wanted.unit();
    Picture hint;
    PreprocessorCall call;
    try {
      call = hints.call(unit.hint(), pass.width(), pass.height());
      hint = hints.of(unit.hint(), call, pass.width(), pass.height());
    } catch (BadRequest e) {
      // Preprocessors do not know for whom they work.
      throw new BadRequest(unit.name() + ": " + e.getMessage(), e);
    }
    pass.infotext(UnitText.key(wanted), UnitText.of(wanted, models.title(wanted.model()), call));
    if (unit.showHint() && !home.settings(ControlNetSettings.class).noDetectedMaps()) {
      pass.picture("controlnet-" + unit.index(), hint);
    }
    return hint;
  }

  private static OpenUnit open(
      WantedUnit wanted, Picture hint, boolean large, Residuals residuals, PassContext pass) {
    NetworkRun network = pass.open(NetworkKind.CONTROLNET, wanted.model().path());
    try {
      new BaseCheck(wanted, network).demandFit(pass.unetInputs(), residuals.ports());
      boolean soft = large && HARD.contains(wanted.unit().hint().module());
      float[] weights =
          wanted
              .unit()
              .strength()
              .layerWeights(residuals.ports().size(), soft, wanted.unit().name());
      return new OpenUnit(wanted, network, hint.toTensor(), weights);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }
}
