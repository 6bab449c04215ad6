package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class LatentCoupleArchitectureTest extends PluginArchitectureContract {}
