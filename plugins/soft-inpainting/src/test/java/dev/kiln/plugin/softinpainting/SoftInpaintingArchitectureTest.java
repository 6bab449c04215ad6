package dev.kiln.plugin.softinpainting;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class SoftInpaintingArchitectureTest extends PluginArchitectureContract {}
