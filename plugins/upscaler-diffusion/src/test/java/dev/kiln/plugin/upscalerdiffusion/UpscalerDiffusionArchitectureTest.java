package dev.kiln.plugin.upscalerdiffusion;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class UpscalerDiffusionArchitectureTest extends PluginArchitectureContract {}
