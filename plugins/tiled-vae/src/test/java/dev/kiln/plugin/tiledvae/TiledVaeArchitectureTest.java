package dev.kiln.plugin.tiledvae;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class TiledVaeArchitectureTest extends PluginArchitectureContract {}
