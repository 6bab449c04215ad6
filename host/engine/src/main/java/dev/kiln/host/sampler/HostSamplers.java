package dev.kiln.host.sampler;

import static dev.kiln.spi.sampling.SamplerInfo.Trait.ADAPTIVE;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.BROWNIAN_NOISE;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.DISCARD_NEXT_TO_LAST_SIGMA;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.READS_UNCOND;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.SECOND_ORDER;
import static dev.kiln.spi.sampling.SamplerInfo.Trait.USES_ENSD;

import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.sampling.SamplerInfo;
import java.util.ArrayList;
import java.util.List;

/** The samplers that Kiln comes with, in webUI's order and with its names. */
final class HostSamplers {
  private HostSamplers() {}

  static List<SamplerProvider> all() {
    List<SamplerProvider> all = new ArrayList<>(scheduled());
    all.addAll(withOwnSteps());
    all.add(new HostSampler(SamplerInfo.of("LCM", "k_lcm"), Lcm::new));
    return all;
  }

  private static List<SamplerProvider> scheduled() {
    return List.of(
        new HostSampler(karras("DPM++ 2M", "k_dpmpp_2m"), Dpmpp2m::new),
        new HostSampler(
            karras("DPM++ SDE", "k_dpmpp_sde").with(SECOND_ORDER, BROWNIAN_NOISE), DpmppSde::new),
        new HostSampler(
            exponential("DPM++ 2M SDE", "k_dpmpp_2m_sde").with(BROWNIAN_NOISE),
            () -> new Dpmpp2mSde(Dpmpp2mSde.Correction.MIDPOINT)),
        new HostSampler(
            exponential("DPM++ 2M SDE Heun", "k_dpmpp_2m_sde_heun").with(BROWNIAN_NOISE),
            () -> new Dpmpp2mSde(Dpmpp2mSde.Correction.HEUN)),
        new HostSampler(
            karras("DPM++ 2S a", "k_dpmpp_2s_a").with(USES_ENSD, SECOND_ORDER),
            Dpmpp2sAncestral::new),
        new HostSampler(
            exponential("DPM++ 3M SDE", "k_dpmpp_3m_sde")
                .with(DISCARD_NEXT_TO_LAST_SIGMA, BROWNIAN_NOISE),
            Dpmpp3mSde::new),
        new HostSampler(
            SamplerInfo.of("Euler a", "k_euler_a", "k_euler_ancestral").with(USES_ENSD),
            EulerAncestral::new),
        new HostSampler(SamplerInfo.of("Euler", "k_euler"), Euler::new),
        new HostSampler(SamplerInfo.of("LMS", "k_lms"), Lms::new),
        new HostSampler(SamplerInfo.of("Heun", "k_heun").with(SECOND_ORDER), Heun::new),
        new HostSampler(
            karras("DPM2", "k_dpm_2").with(DISCARD_NEXT_TO_LAST_SIGMA, SECOND_ORDER), Dpm2::new),
        new HostSampler(
            karras("DPM2 a", "k_dpm_2_a").with(DISCARD_NEXT_TO_LAST_SIGMA, USES_ENSD, SECOND_ORDER),
            Dpm2Ancestral::new));
  }

  private static List<SamplerProvider> withOwnSteps() {
    return List.of(
        new SpanSampler(SamplerInfo.of("DPM fast", "k_dpm_fast").with(USES_ENSD), DpmFast::new),
        new SpanSampler(
            SamplerInfo.of("DPM adaptive", "k_dpm_ad").with(USES_ENSD, ADAPTIVE), DpmAdaptive::new),
        new HostSampler(karras("Restart", "restart").with(SECOND_ORDER), Restart::new),
        new VpSampler(SamplerInfo.of("DDIM", "ddim"), Ddim::new, VpSampler::leading, 0),
        new VpSampler(
            SamplerInfo.of("DDIM CFG++", "ddim_cfgpp").with(READS_UNCOND),
            DdimCfgPlusPlus::new,
            VpSampler::leading,
            0),
        new VpSampler(SamplerInfo.of("PLMS", "plms"), Plms::new, VpSampler::leading, 0),
        new VpSampler(SamplerInfo.of("UniPC", "unipc"), () -> new UniPc(true), VpSampler::even, 0));
  }

  private static SamplerInfo karras(String name, String alias) {
    return SamplerInfo.of(name, alias).withSchedule("karras");
  }

  private static SamplerInfo exponential(String name, String alias) {
    return SamplerInfo.of(name, alias).withSchedule("exponential");
  }
}
