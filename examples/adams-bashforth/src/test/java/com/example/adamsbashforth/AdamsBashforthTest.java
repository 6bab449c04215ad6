package com.example.adamsbashforth;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.testkit.SamplerContract;

/** What every sampler promises. */
class AdamsBashforthTest extends SamplerContract {
  @Override
  protected SamplerProvider sampler() {
    return new AdamsBashforth();
  }
}
