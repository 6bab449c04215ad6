package dev.kiln.plugin.controlnet;

import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.host.ControlPreprocessors;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Makes hints: what a preprocessor finds in a picture, at the size of what is drawn. */
@Singleton
class Hints {
  private static final double MEGABYTE = 1e6;

  private final ControlPreprocessors preprocessors;
  private final PluginHome home;
  private final HintCache made = new HintCache();

  @Inject
  Hints(ControlPreprocessors preprocessors, PluginHome home) {
    this.preprocessors = preprocessors;
    this.home = home;
  }

  /**
   * The hint of a unit.
   *
   * @param call of {@link #call} for the same size
   * @param width of the picture that is made
   * @param height of the picture that is made
   * @throws dev.kiln.spi.BadRequest when there is no such preprocessor, or it cannot work
   */
  Picture of(HintRequest request, PreprocessorCall call, int width, int height) {
    Picture map = request.ready() ? request.image() : map(request, call);
    return HintFit.fit(map, request.resize(), width, height);
  }

  /** What the preprocessor is asked for, every number in its range. */
  PreprocessorCall call(HintRequest request, int width, int height) {
    HintRequest.Settings settings = request.settings();
    return preprocessors
        .info(request.module())
        .settle(
            new PreprocessorCall(
                request.image(),
                null,
                request.resolution(width, height),
                settings.thresholdA(),
                settings.thresholdB()));
  }

  private Picture map(HintRequest request, PreprocessorCall call) {
    String numbers = call.resolution() + " " + call.thresholdA() + " " + call.thresholdB();
    String module = preprocessors.info(request.module()).name();
    HintCache.Key key = HintCache.Key.of(request.image(), module, numbers);
    return made.get(key).orElseGet(() -> kept(key, preprocessors.run(module, call).map()));
  }

  private Picture kept(HintCache.Key key, Picture map) {
    double megabytes = home.settings(ControlNetSettings.class).hintCache();
    made.put(key, map, (long) (megabytes * MEGABYTE));
    return map;
  }
}
