package workbench

func roundRoutes() []route { return nil }

func roundActs() map[string]act { return nil }
