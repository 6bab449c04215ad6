package dev.kiln.plugin.upscaleronnx;

import dev.kiln.host.image.PictureCodec;
import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.testkit.UpscalerContract;
import dev.kiln.spi.upscale.UpscalerInfo;
import org.junit.jupiter.api.Nested;

/** Each name keeps the contract. */
class ResamplersTest {
  private abstract static class Contract extends UpscalerContract {
    private final String name;

    Contract(String name) {
      this.name = name;
    }

    @Override
    protected Upscaler upscaler() {
      return new Resamplers(new PictureCodec());
    }

    @Override
    protected UpscalerInfo info() {
      return new UpscalerInfo(name, 0, null);
    }
  }

  @Nested
  class None extends Contract {
    None() {
      super(Resamplers.NONE);
    }
  }

  @Nested
  class Lanczos extends Contract {
    Lanczos() {
      super(Resamplers.LANCZOS);
    }
  }

  @Nested
  class Nearest extends Contract {
    Nearest() {
      super(Resamplers.NEAREST);
    }
  }

  @Nested
  class Bicubic extends Contract {
    Bicubic() {
      super(Resamplers.BICUBIC);
    }
  }
}
