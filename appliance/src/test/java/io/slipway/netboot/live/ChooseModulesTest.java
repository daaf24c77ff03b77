package io.slipway.netboot.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChooseModulesTest {

    @Test
    void disksAndNetworksAreReachedWithAllThatThisNeeds() {
        assertEquals(
                List.of(
                        "kernel/drivers/net/ethernet/mellanox/mlx5/core/mlx5_core.ko",
                        "kernel/drivers/net/mlxfw.ko",
                        "kernel/drivers/nvme/host/nvme.ko",
                        "kernel/lib/crc.ko"),
                List.copyOf(ChooseModules.from(List.of(
                        "kernel/drivers/net/ethernet/mellanox/mlx5/core/mlx5_core.ko: kernel/drivers/net/mlxfw.ko",
                        "kernel/drivers/net/mlxfw.ko: kernel/lib/crc.ko",
                        "kernel/lib/crc.ko:",
                        "kernel/lib/other.ko:",
                        "kernel/drivers/nvme/host/nvme.ko: kernel/drivers/nvme/host/nvme.ko",
                        "kernel/sound/snd.ko: kernel/lib/crc.ko",
                        "no line"))));
    }
}
