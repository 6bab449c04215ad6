package dev.kiln.plugin.detailer;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.hook.ImageHook;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Draws parts of each picture again: of the large one, and before it is only enlarged. */
@Extension
@Singleton
@HookOrder(after = "hires-fix", before = "upscaler-onnx")
public class Detailer implements ImageHook {
  private final Detailing detailing;

  @Inject
  Detailer(Detailing detailing) {
    this.detailing = detailing;
  }

  @Override
  public Picture drawn(ImageCall call) {
    return call.kept(DetailerRequest.class)
        .filter(request -> !request.onInitPicture())
        .map(request -> detailing.detailed(call, request, call.picture()))
        .orElseGet(call::picture);
  }

  /** A picture that takes the place of what was drawn may be of another size. */
  @Override
  public Picture finished(ImageCall call) {
    return call.kept(DetailerRequest.class)
        .filter(DetailerRequest::onInitPicture)
        .flatMap(
            request ->
                call.initPicture(call.index())
                    .map(first -> detailing.detailed(call, request, first)))
        .orElseGet(call::picture);
  }
}
